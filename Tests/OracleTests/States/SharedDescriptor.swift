import CSockets
import Foundation
import Support

/// A descriptor of another process, shared by pidfd_getfd(2): what the kernel itself says of its socket.
struct SharedDescriptor: ~Copyable {
  private let descriptor: Int32

  /// nil where the process has no such descriptor.
  init?(_ number: Int, of process: Int32) {
    let own = ForkGate.closing {
      let handle = sockplay_pidfd_open(process)
      defer { close(handle) }
      return sockplay_pidfd_getfd(handle, Int32(number))
    }
    if own < 0 { return nil }
    descriptor = own
  }

  deinit { ForkGate.closing { _ = close(descriptor) } }

  /// The value of an option of SOL_SOCKET that is a number.
  func option(_ option: Int32) -> Int32? {
    var (value, length) = (Int32(0), socklen_t(4))
    return getsockopt(descriptor, SOL_SOCKET, option, &value, &length) == 0 ? value : nil
  }

  /// The number of the kernel's TCP state: the first byte of its tcp_info.
  var tcpState: Int? {
    var (state, length) = (UInt8(0), socklen_t(1))
    return getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &state, &length) == 0 ? Int(state) : nil
  }

  /// What an ioctl counts, such as FIONREAD. Unlike ss, that only counts the bytes before an urgent one.
  func count(_ request: Int32) -> Int? {
    var count: Int32 = 0
    return ioctl(descriptor, UInt(request), &count) == 0 ? Int(count) : nil
  }

  /// Its own address, as `host:port`; nil where it has none, or is of another family than the internet's.
  var local: String? { address(getsockname) }
  /// The address of the other end, likewise.
  var peer: String? { address(getpeername) }

  private func address(_ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32)
    -> String?
  {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard ask(descriptor, address, &length) == 0, [AF_INET, AF_INET6].contains(Int32(address.pointee.sa_family))
        else { return nil }
        var host = [CChar](repeating: 0, count: 64)
        var port = [CChar](repeating: 0, count: 16)
        getnameinfo(address, length, &host, 64, &port, 16, NI_NUMERICHOST | NI_NUMERICSERV)
        let (name, number) = (Self.text(host), Self.text(port))
        return address.pointee.sa_family == AF_INET6 ? "[\(name)]:\(number)" : "\(name):\(number)"
      }
    }
  }

  private static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
