import Sockets

// The values of socket options on handles.
extension Handle {
  /// The value of `option`; nil if the handle is closed, or the kernel does not return one.
  package func value(of option: SocketOption, _ kernel: any Kernel) -> [UInt8]? {
    guard isOpen, case .value(let bytes) = kernel.value(of: option, on: descriptor) else { return nil }
    return bytes
  }
}

extension HandleTable {
  /// The value of `option` on a handle; nil if the handle is closed, or the kernel does not return one.
  package func value(of option: SocketOption, on handle: Handle) -> [UInt8]? { handle.value(of: option, kernel) }
}
