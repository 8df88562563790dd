import CSockets

/// What a process may do beyond its user's rights, see capabilities(7). The raw values are the kernel's.
package enum Capability: Int, Sendable, CaseIterable {
  case netBindService = 10
  case netAdmin = 12
  case netRaw = 13
  case sysPtrace = 19
  case sysAdmin = 21

  /// The file that they are read from.
  package static let file = "/proc/self/status"

  /// Those in effect in this process; nil if they cannot be read. Read from /proc/self/status.
  package static var own: Set? {
    let line = (SmallFile.text(file) ?? "").split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    return line.flatMap { UInt64($0.dropFirst(7).drop { $0 == "\t" || $0 == " " }, radix: 16) }.map(Set.init)
  }

  /// Puts it into effect on this thread and those that it makes, or out of effect. The C function is `capset`.
  package func set(_ isEffective: Bool) -> Int { Int(sockplay_set_capability(Int32(rawValue), isEffective)) }

  package struct Set: Sendable {
    let bits: UInt64
    package func contains(_ capability: Capability) -> Bool { bits >> UInt64(capability.rawValue) & 1 == 1 }
  }
}

extension Capability: CustomStringConvertible {
  /// Such as `CAP_NET_RAW`.
  package var description: String {
    switch self {
    case .netBindService: "CAP_NET_BIND_SERVICE"
    case .netAdmin: "CAP_NET_ADMIN"
    case .netRaw: "CAP_NET_RAW"
    case .sysPtrace: "CAP_SYS_PTRACE"
    case .sysAdmin: "CAP_SYS_ADMIN"
    }
  }
}
