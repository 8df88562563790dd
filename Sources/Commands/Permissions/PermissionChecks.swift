import Glibc
import Handles
import SessionLanguage
import Sockets

// What a line may not do unless its player allows it.
extension HandleTable {
  /// Refuses `address`, at `span`, where `handle` may not send to it; nil for a number that no handle has.
  func permitReaching(_ address: SocketAddress, from handle: Handle?, at span: Span) throws(Diagnostic) {
    try permitInterface(of: address, at: span)
    let address = destination(of: address, from: handle)
    let action: RestrictedAction = if case .unix = address { .reachProgram(address) } else { .reach(address) }
    if allows(action) { return }
    if case .reachProgram = action {
      if bound(to: address)?.isOpen == true || isNobodys(address) { return }
    } else if address.isLoopback || handle.map({ staysOnLoopback(multicast: address, from: $0) }) == true {
      return
    }
    try permit(action, at: span)
  }

  /// Where packets for `address` go. For 0.0.0.0 the kernel takes the address of the socket itself, and loopback only
  /// where it has none to send from: a group and the broadcast address are for what it receives, see __inet_bind.
  private func destination(of address: SocketAddress, from handle: Handle?) -> SocketAddress {
    guard case .ipv4(_, let port) = address.unmapped, address.unmapped.isWildcard, let handle, handle.isOpen,
      let local = kernel.endpoints(handle.descriptor, mayHavePeer: false).local?.unmapped, !local.isMulticast,
      case .ipv4(let own, _) = local, own != 0, own != .max
    else { return address }
    return .ipv4(own, port: port)
  }

  /// Refuses `address`, at `span`, as the one from which a message to 0.0.0.0 is sent, which goes there.
  func permitSending(from address: SocketAddress, at span: Span) throws(Diagnostic) {
    if !address.isLoopback { try permit(.reach(address), at: span) }
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
    guard case .unix(let path) = address, address.isPath else { return }
    let action = RestrictedAction.makeSocketFile(path)
    if !allows(action), !AllowedDirectories.contains(path) { try permit(action, at: span) }
  }

  /// Refuses the scope of `address` where it is not loopback, which is always the first interface.
  private func permitInterface(of address: SocketAddress, at span: Span) throws(Diagnostic) {
    if case .ipv6(_, _, _, let scope) = address, scope > 1 { try permit(.useInterface(scope), at: span) }
  }

  /// Refuses, at `span`, to change what the whole machine or the whole program shares, which no permission allows. `why`
  /// says what that is.
  func requireIsolation(at span: Span, _ why: String) throws(Diagnostic) {
    guard !isIsolated else { return }
    throw Diagnostic(
      "only an isolated session may do this", at: span, label: why,
      help: "write @isolated above the first command of the file; at the prompt, start: sockplay --isolated"
    ).inKorean(
      "@isolated 세션에서만 할 수 있습니다",
      help: "파일의 첫 명령 위에 @isolated를 쓰세요. 프롬프트는 sockplay --isolated로 시작합니다")
  }
}
