import Glibc

/// A command of fcntl(2).
package struct DescriptorCommand: Sendable {
  /// Its C name, such as `F_GETFL`.
  package let symbol: String
  package let number: Int32
  package let value: Value
  /// Whether it sets the value, or returns it.
  package let isSetter: Bool
  package let meaning: String

  /// The meaning of the value.
  package enum Value: Sendable {
    case statusFlags, descriptorFlags, owner, size
  }

  /// The command with this `symbol`, in upper or lower case; nil if there is none.
  package static func named(_ symbol: String) -> DescriptorCommand? {
    let wanted = symbol.uppercased()
    return all.first { $0.symbol == wanted }
  }

  /// Status flags by name; the access mode is always included.
  package static func statusText(_ flags: Int32) -> String {
    let mode = flags & O_ACCMODE == O_RDONLY ? ["O_RDONLY"] : []
    return (mode + (flags == 0 ? [] : [ConstantTable.statusFlags.flags(flags)])).joined(separator: "|")
  }

  /// All commands, in the order of help.
  package static let all: [DescriptorCommand] = [
    DescriptorCommand(
      symbol: "F_GETFL", number: 3, value: .statusFlags, isSetter: false,
      meaning: "the open file's flags, such as O_NONBLOCK"),
    DescriptorCommand(
      symbol: "F_SETFL", number: 4, value: .statusFlags, isSetter: true,
      meaning: "sets those of them that can be changed"),
    DescriptorCommand(
      symbol: "F_GETFD", number: 1, value: .descriptorFlags, isSetter: false,
      meaning: "the descriptor's own flag, FD_CLOEXEC"),
    DescriptorCommand(
      symbol: "F_SETFD", number: 2, value: .descriptorFlags, isSetter: true,
      meaning: "FD_CLOEXEC: execve closes it; 0: it stays"),
    DescriptorCommand(
      symbol: "F_GETOWN", number: 9, value: .owner, isSetter: false,
      meaning: "the process that SIGIO and SIGURG are sent to"),
    DescriptorCommand(symbol: "F_SETOWN", number: 8, value: .owner, isSetter: true, meaning: "sets it"),
    DescriptorCommand(
      symbol: "F_GETPIPE_SZ", number: 1032, value: .size, isSetter: false, meaning: "bytes that a pipe holds"),
    DescriptorCommand(symbol: "F_SETPIPE_SZ", number: 1031, value: .size, isSetter: true, meaning: "sets that"),
  ]
}

extension ConstantTable {
  /// The access modes and status flags of fcntl(2), in the order in which they are printed.
  package static let statusFlags = ConstantTable(
    "status flag",
    [
      ("O_WRONLY", 1), ("O_RDWR", 2), ("O_APPEND", 0x400), ("O_NONBLOCK", 0x800), ("O_ASYNC", 0x2000),
      ("O_DIRECT", 0x4000),
      ("O_RDONLY", 0),
    ])

  /// The descriptor flags of fcntl(2).
  package static let descriptorFlags = ConstantTable("descriptor flag", [("FD_CLOEXEC", 1)])

  /// The flags of an interface, see netdevice(7).
  package static let interfaceFlags = ConstantTable(
    "interface flag",
    [
      ("IFF_UP", 1), ("IFF_BROADCAST", 2), ("IFF_DEBUG", 4), ("IFF_LOOPBACK", 8), ("IFF_POINTOPOINT", 0x10),
      ("IFF_NOTRAILERS", 0x20),
      ("IFF_RUNNING", 0x40), ("IFF_NOARP", 0x80), ("IFF_PROMISC", 0x100), ("IFF_ALLMULTI", 0x200),
      ("IFF_MASTER", 0x400),
      ("IFF_SLAVE", 0x800), ("IFF_MULTICAST", 0x1000), ("IFF_PORTSEL", 0x2000), ("IFF_AUTOMEDIA", 0x4000),
      ("IFF_DYNAMIC", 0x8000),
    ])
}
