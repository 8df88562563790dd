import Glibc

/// Whether this machine has MPTCP: the kernel may lack it, or net.mptcp.enabled be off.
package enum MPTCP {
  package static let isPossible: Bool = {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 262)
    defer { close(descriptor) }
    return descriptor >= 0
  }()
}
