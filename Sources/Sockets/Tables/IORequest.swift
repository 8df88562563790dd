/// A request of ioctl(2). See `socket(7)`, `tcp(7)`, `unix(7)` and `netdevice(7)`.
package struct IORequest: Sendable {
  /// Its C name, such as `FIONREAD`.
  package let symbol: String
  /// The number on x86-64 and arm64.
  package let number: UInt
  package let form: Form
  package let meaning: String
  /// What kind of call asks for it.
  package let traits: CallTraits

  /// What the third argument points to.
  package enum Form: Sendable, Equatable {
    /// An int that the kernel fills.
    case number
    /// An int that is on or off.
    case flag
    /// The process (or, if negative, the process group) that receives signals: can be read and set.
    case owner
    case newOwner
    /// A struct timeval that the kernel fills.
    case time
    /// A struct ifreq with an interface's name; the kernel fills one field.
    case interface(Field)
    /// A struct ifreq with an interface's index; the kernel fills in the name.
    case interfaceName
  }

  /// A field of struct ifreq.
  package enum Field: Sendable, Equatable {
    case number(String)
    case flags(String)
    case address(String)
    case hardware(String)
  }

  /// The request with this `symbol`, in upper or lower case; nil if there is none.
  package static func named(_ symbol: String) -> IORequest? {
    let wanted = symbol.uppercased()
    return all.first { $0.symbol == wanted }
  }

  /// All requests, in the order of help.
  package static let all: [IORequest] = [
    row(
      "FIONREAD", 0x541b, .number,
      "bytes that can be read at once; of a datagram socket, the size of the next datagram", .countsUnread),
    row("SIOCINQ", 0x541b, .number, "the same by its name for sockets", .countsUnread),
    row(
      "SIOCOUTQ", 0x5411, .number, "bytes in the send queue, sent and not yet acknowledged ones among them",
      .countsUnsent),
    row("TIOCOUTQ", 0x5411, .number, "the same by its name for terminals", .countsUnsent),
    row("SIOCOUTQNSD", 0x894b, .number, "bytes in the send queue of TCP that were not sent yet"),
    row("SIOCATMARK", 0x8905, .number, "1 where urgent data were or, with SO_OOBINLINE, are the next byte"),
    row("FIONBIO", 0x5421, .flag, "on: calls return EAGAIN instead of waiting (O_NONBLOCK)"),
    row("FIOASYNC", 0x5452, .flag, "on: SIGIO is sent to the owner when something comes (O_ASYNC)"),
    row("SIOCGPGRP", 0x8904, .owner, "the owner that SIGIO and SIGURG are sent to; 0 for none"),
    row("SIOCSPGRP", 0x8902, .newOwner, "sets that owner"),
    row("FIOGETOWN", 0x8903, .owner, "the same as SIOCGPGRP"),
    row("FIOSETOWN", 0x8901, .newOwner, "the same as SIOCSPGRP"),
    row("SIOCGSTAMP", 0x8906, .time, "when the datagram that was received last had come"),
    row("SIOCGIFINDEX", 0x8933, .interface(.number("ifr_ifindex")), "an interface's index"),
    row("SIOCGIFNAME", 0x8910, .interfaceName, "the name of the interface with an index"),
    row("SIOCGIFFLAGS", 0x8913, .interface(.flags("ifr_flags")), "whether it is up, and more"),
    row("SIOCGIFADDR", 0x8915, .interface(.address("ifr_addr")), "its first IPv4 address"),
    row("SIOCGIFNETMASK", 0x891b, .interface(.address("ifr_netmask")), "that address's mask"),
    row("SIOCGIFBRDADDR", 0x8919, .interface(.address("ifr_broadaddr")), "that address's broadcast address"),
    row(
      "SIOCGIFDSTADDR", 0x8917, .interface(.address("ifr_dstaddr")), "the other end's address, of a point-to-point link"
    ),
    row("SIOCGIFHWADDR", 0x8927, .interface(.hardware("ifr_hwaddr")), "its hardware address"),
    row("SIOCGIFMTU", 0x8921, .interface(.number("ifr_mtu")), "the longest packet in bytes"),
    row("SIOCGIFMETRIC", 0x891d, .interface(.number("ifr_metric")), "its metric"),
    row("SIOCGIFTXQLEN", 0x8942, .interface(.number("ifr_qlen")), "packets that its queue holds"),
  ]

  private static func row(
    _ symbol: String, _ number: UInt, _ form: Form, _ meaning: String, _ traits: CallTraits = []
  ) -> IORequest {
    IORequest(symbol: symbol, number: number, form: form, meaning: meaning, traits: traits)
  }
}
