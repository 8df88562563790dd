import CSockets
import Glibc

// The network namespaces of a session: the one that the process is in, and those of its hosts. See namespaces(7).
extension Linux {
  package var asked: Network {
    get { networks.asked }
    set { networks.asked = newValue }
  }

  package func makeNetwork() throws(IsolationFailure) -> Network {
    guard let back = networks.namespace(of: asked) else {
      throw IsolationFailure(call: "open(/proc/thread-self/ns/net)", errno: Errno(errno))
    }
    guard networks.count < Network.most else {
      throw IsolationFailure(call: "unshare(CLONE_NEWNET)", errno: Errno(ENOSPC))
    }
    guard sockplay_unshare_network(false) == 0 else {
      throw IsolationFailure(call: "unshare(CLONE_NEWNET)", errno: Errno(errno))
    }
    defer { sockplay_enter_network(back) }
    try raiseLoopback()
    return networks.addCurrent()
  }

  package func enter(_ network: Network) -> Errno? {
    guard let namespace = networks.namespace(of: network) else { return Errno(errno) }
    guard sockplay_enter_network(namespace) == 0 else { return Errno(errno) }
    networks.asked = network
    return nil
  }

  package func namespace(of network: Network) -> Int32? { networks.namespace(of: network) }

  package func network(ofSocket descriptor: Int32) -> Network? {
    Self.networkCookie(descriptor).flatMap(networks.network)
  }

  package func isInOtherNetworkNamespace(_ descriptor: Int32) -> Bool {
    guard let own = Self.networkCookie(diagnostics), let other = Self.networkCookie(descriptor) else { return false }
    return own != other
  }

  /// The cookie of a socket's network namespace; nil if this kernel has none. This option takes its own length only.
  fileprivate static func networkCookie(_ descriptor: Int32) -> UInt64? {
    var cookie: UInt64 = 0
    var length = socklen_t(MemoryLayout<UInt64>.size)
    return getsockopt(descriptor, SOL_SOCKET, namespaceCookie, &cookie, &length) == 0 ? cookie : nil
  }

  /// SO_NETNS_COOKIE of <asm-generic/socket.h>.
  private static let namespaceCookie: Int32 = 71
}

/// The namespaces by their numbers. Used on the session's thread; the lock is for the compiler and costs 20 ns.
final class NetworkList: Sendable {
  private struct State {
    /// A netlink socket of each, or -1 if the system grants none.
    var netlink: [Int32]
    /// A descriptor of each; nil while it was not needed.
    var namespaces: [Int32?] = [nil]
    var asked = Network.own
  }

  private let state = Locked(State(netlink: [Descriptors.outOfTheWay(sockplay_diag_open())]))

  var count: Int { state.withLock { $0.netlink.count } }

  var asked: Network {
    get { state.withLock { $0.asked } }
    set { state.withLock { if $0.netlink.indices.contains(Int(newValue.number)) { $0.asked = newValue } } }
  }

  /// The netlink socket of the one that is asked about.
  var diagnostics: Int32 { state.withLock { $0.netlink[Int($0.asked.number)] } }

  /// Opens that of the process's own namespace anew under the same number.
  func reopen() {
    let fresh = sockplay_diag_open()
    let descriptor = state.withLock { $0.netlink[0] }
    guard fresh >= 0, descriptor >= 0 else { return }
    dup2(fresh, descriptor)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    close(fresh)
  }

  /// A descriptor of a namespace; nil if there is none, or errno says why it cannot be opened.
  func namespace(of network: Network) -> Int32? {
    let number = Int(network.number)
    return state.withLock { state in
      guard state.namespaces.indices.contains(number) else { return nil }
      if let known = state.namespaces[number] { return known }
      // Only that of the process is not known from the beginning, and the thread is still there.
      let opened = Descriptors.outOfTheWay(sockplay_own_network())
      guard opened >= 0 else { return nil }
      state.namespaces[number] = opened
      return opened
    }
  }

  /// Adds the namespace that the calling thread is in.
  func addCurrent() -> Network {
    let namespace = Descriptors.outOfTheWay(sockplay_own_network())
    let netlink = Descriptors.outOfTheWay(sockplay_diag_open())
    return state.withLock { state in
      state.namespaces.append(namespace >= 0 ? namespace : nil)
      state.netlink.append(netlink)
      return Network(number: UInt8(state.netlink.count - 1))
    }
  }

  /// The one whose sockets have this cookie of a namespace.
  func network(cookie: UInt64) -> Network? {
    state.withLock { state in
      let index = state.netlink.firstIndex { Linux.networkCookie($0) == cookie }
      return index.map { Network(number: UInt8($0)) }
    }
  }

  deinit {
    let descriptors = state.withLock { $0.netlink + $0.namespaces.compactMap(\.self) }
    for descriptor in descriptors where descriptor >= 0 { close(descriptor) }
  }
}
