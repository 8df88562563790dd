/// The layout of a socket option's value.
package enum OptionForm: Sendable, Equatable {
  /// An int that is 0 or 1.
  case flag
  /// An int with a unit, which may be empty.
  case integer(String)
  /// An int; some of its values have names, which can be used instead.
  case named(ConstantTable)
  /// An int that has no meaning.
  case nothing
  /// Two ports, the lower one in the lower half of an int.
  case ports
  /// An int that is one of the constants.
  case constant(ConstantTable)
  /// An int that is an errno.
  case errno
  /// A `struct linger`.
  case linger
  /// A `struct timeval`.
  case time
  /// A string of at most this many bytes, with its NUL.
  case text(Int)
  /// A `struct in_addr`.
  case address
  /// A `struct ip_mreq`, or a `struct ip_mreqn` if it names an interface by index.
  case membership
  /// A `struct ip_mreq_source`.
  case sourceMembership
  /// A `struct ip_msfilter`.
  case sourceFilter
  /// A `struct ipv6_mreq`.
  case membership6
  /// A `struct packet_mreq`.
  case linkMembership
  /// A `struct tpacket_stats`.
  case packetCounts
  /// A `struct ucred`.
  case credentials
  /// The instructions of a classic BPF program, to which a `struct sock_fprog` points.
  case filter
  /// At most this many bytes.
  case bytes(Int)

  /// The buffer size for getsockopt.
  package var capacity: Int {
    switch self {
    case .flag, .integer, .named, .nothing, .ports, .constant, .errno, .address: 4
    case .linger, .membership, .packetCounts: 8
    case .time, .filter, .linkMembership: 16
    case .sourceMembership, .credentials: 12
    case .sourceFilter, .membership6: 20
    case .text(let capacity), .bytes(let capacity): capacity
    }
  }

  /// The words after the option's name in `setsockopt`, for help and errors.
  package var words: String {
    switch self {
    case .flag: "on or off"
    case .integer(let unit):
      switch unit {
      case "s", "ms", "µs": "a number of \(unit), or a time such as 5s"
      case "": "a number"
      default: "a number of \(unit)"
      }
    case .named(let table): "a number, or one of " + table.symbols.joined(separator: ", ")
    case .nothing: "no value"
    case .ports: "the lowest and the highest port, such as 40000-40999; 0 for those of the machine"
    case .constant(let table): "one of " + table.symbols.joined(separator: ", ")
    case .errno: "an errno"
    case .linger: "off, or on and a time, such as: on 5s"
    case .time: "a time such as 5s or 200ms; 0 for none"
    case .text: "a name"
    case .address: "an IPv4 address"
    case .membership: "GROUP [INTERFACE], such as 224.0.0.5 127.0.0.1, or an interface's index"
    case .sourceMembership: "GROUP INTERFACE SOURCE, three IPv4 addresses"
    case .sourceFilter: "GROUP INTERFACE include|exclude SOURCE..."
    case .membership6: "GROUP [INDEX], such as ff02::1 lo"
    case .linkMembership:
      "INTERFACE promisc or allmulti, or INTERFACE multicast or unicast and an address, such as lo promisc"
    case .packetCounts: "frames that came and that were dropped"
    case .credentials: "pid, uid and gid"
    case .filter: "instructions in hex, 8 bytes each, such as hex:06000000ffff0000"
    case .bytes: "bytes, such as hex:01010101"
    }
  }

  /// How many words the value takes.
  package var wordCount: ClosedRange<Int> {
    switch self {
    case .nothing: 0...1
    case .linger, .membership, .membership6: 1...2
    case .linkMembership: 2...3
    case .sourceMembership: 3...3
    case .sourceFilter: 3...67
    default: 1...1
    }
  }
}
