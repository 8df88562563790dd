import Glibc

// Reads socket options.
extension Linux {
  package func value(of option: SocketOption, on descriptor: Int32) -> OptionReading {
    var received = Received()
    let result = received.takeOption(Look.bufferSize) { bytes, length in
      Int(getsockopt(descriptor, option.level.rawValue, option.number, bytes, length))
    }
    let number = errno
    return result == 0 ? .value(received.option ?? []) : .failed(Errno(number))
  }

  package func freshValues(of options: [SocketOption], _ kind: SocketKind) -> [OptionReading] {
    let descriptor = Glibc.socket(
      kind.domain.rawValue, kind.type.rawValue | sockType(SOCK_CLOEXEC), kind.transport.rawValue)
    let number = errno
    guard descriptor >= 0 else { return options.map { _ in .failed(Errno(number)) } }
    defer { close(descriptor) }
    return options.map { value(of: $0, on: descriptor) }
  }
}
