import Glibc
import Handles
import SessionLanguage
import Sockets

// What a line may not do unless its player allows it.
extension HandleTable {
  /// Refuses `address`, at `span`, where the handle `id` may not send to it.
  func permitReaching(_ address: SocketAddress, from id: Handle, at span: Span) throws(Diagnostic) {
    try permitInterface(of: address, at: span)
    if case .unix = address {
      guard !permissions.contains(.unix), bound(to: address)?.isOpen != true, !isNobodys(address)
      else { return }
      throw refusal(
        "unix", at: span, why: "no handle of this session is bound to \(address), so another program may be")
    }
    guard !permissions.contains(.network), !address.isLoopback, !staysOnLoopback(multicast: address, from: id) else {
      return
    }
    if isIsolated, address.isOfNetworkNamespace { return }
    throw refusal("network", at: span, why: "\(address) is beyond loopback")
  }

  /// Whether nothing but this session can have the UNIX domain `address`: it made the file, or there is none, and the
  /// call will say so. An abstract name that it had before may be anybody's now.
  private func isNobodys(_ address: SocketAddress) -> Bool {
    guard case .unix(let path) = address else { return false }
    if address.isPath {
      if case .nothing = PathFile(path) { return true }
      return boundFiles.contains { $0.path == path && $0.isThere }
    }
    return NetFile.hasAbstract(path.dropFirst()) == false
  }

  /// Refuses to make a socket file at `address` where that is not allowed, and to name another interface than loopback:
  /// a bind that fails may have tied the socket to the device all the same.
  func permitBinding(_ address: SocketAddress, at span: Span) throws(Diagnostic) {
    try permitInterface(of: address, at: span)
    guard case .unix(let path) = address, address.isPath, !permissions.contains(.files), !AllowedDirectories.holds(path)
    else { return }
    let text = String(decoding: path, as: UTF8.self)
    throw refusal("files", at: span, why: "\(text) is neither in /tmp nor in the current directory")
  }

  /// Refuses the scope of `address` where it is not loopback, which is always the first interface.
  private func permitInterface(of address: SocketAddress, at span: Span) throws(Diagnostic) {
    guard case .ipv6(_, _, _, let scope) = address, scope > 1, !mayUseNetwork else { return }
    throw refusal("network", at: span, why: "interface \(scope) is not loopback")
  }

  /// Refuses what needs `permission`.
  package func permit(_ permission: Permissions, at span: Span, why: String) throws(Diagnostic) {
    guard !permissions.contains(permission) else { return }
    let word = Permissions.words.first { $0.permission == permission }?.word ?? ""
    throw refusal(word, at: span, why: why)
  }

  private func refusal(_ word: String, at span: Span, why: String) -> Diagnostic {
    Diagnostic(
      "a session file may not do this unless you allow it", at: span, label: why,
      help: "if you trust the file: sockplay --allow \(word) …")
  }
}
