import CSockets
import Glibc

/// Calls that only Linux has, which Glibc hides from Swift.
package enum LinuxCalls {
  /// The C function is `accept4`.
  package static func accept4(
    _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?, _ length: UnsafeMutablePointer<socklen_t>?,
    _ flags: Int32
  ) -> Int32 {
    sockplay_accept4(descriptor, address, length, flags)
  }
}
