/// What types and codes of ICMP and ICMPv6 are called, as Wireshark does.
package enum ICMPNames {
  static func type(_ message: ICMPMessage) -> String {
    (message.isV6 ? typesV6 : types)[message.type] ?? "type \(message.type)"
  }

  /// nil where the type says it all.
  static func code(_ message: ICMPMessage) -> String? {
    let known = (message.isV6 ? codesV6 : codes)[message.type]
    guard let known else { return message.code == 0 ? nil : "code \(message.code)" }
    return known.indices.contains(Int(message.code)) ? known[Int(message.code)] : "code \(message.code)"
  }

  private static let types: [UInt8: String] = [
    0: "Echo (ping) reply", 3: "Destination unreachable", 4: "Source quench", 5: "Redirect", 8: "Echo (ping) request",
    9: "Router advertisement", 10: "Router solicitation", 11: "Time-to-live exceeded", 12: "Parameter problem",
    13: "Timestamp request", 14: "Timestamp reply",
  ]

  private static let codes: [UInt8: [String]] = [
    3: [
      "Network unreachable", "Host unreachable", "Protocol unreachable", "Port unreachable", "Fragmentation needed",
      "Source route failed", "Destination network unknown", "Destination host unknown", "Source host isolated",
      "Network administratively prohibited", "Host administratively prohibited", "Network unreachable for TOS",
      "Host unreachable for TOS", "Communication administratively filtered",
    ],
    5: [
      "Redirect for network", "Redirect for host", "Redirect for TOS and network", "Redirect for TOS and host",
    ],
    11: ["Time to live exceeded in transit", "Fragment reassembly time exceeded"],
  ]

  private static let typesV6: [UInt8: String] = [
    1: "Destination Unreachable", 2: "Packet Too Big", 3: "Time Exceeded", 4: "Parameter Problem",
    128: "Echo (ping) request", 129: "Echo (ping) reply", 130: "Multicast Listener Query",
    131: "Multicast Listener Report", 132: "Multicast Listener Done", 133: "Router Solicitation",
    134: "Router Advertisement", 135: "Neighbor Solicitation", 136: "Neighbor Advertisement", 137: "Redirect",
    143: "Multicast Listener Report Message v2",
  ]

  private static let codesV6: [UInt8: [String]] = [
    1: [
      "no route to destination", "Administratively prohibited", "Beyond scope of source address",
      "Address unreachable", "Port unreachable", "Source address failed ingress/egress policy",
      "Reject route to destination",
    ],
    3: ["hop limit exceeded in transit", "fragment reassembly time exceeded"],
    4: [
      "erroneous header field encountered", "unrecognized Next Header type encountered",
      "unrecognized IPv6 option encountered",
    ],
  ]
}

// MARK: - As one word

extension ICMPNames {
  /// All types and codes that have a name, as `words` has them.
  package static let allWords: [String] = Set(
    [types, typesV6].flatMap(\.values).map(word) + [codes, codesV6].flatMap(\.values).joined().map(word)
  ).sorted()

  /// `Echo (ping) request` as `echo-request`.
  fileprivate static func word(_ name: String) -> String {
    name.lowercased().replacing("(ping) ", with: "").replacing(" ", with: "-")
  }
}

extension ICMPMessage {
  /// What its type and its code are called, each as one word in lower case: `destination-unreachable` and
  /// `port-unreachable`.
  package var words: [String] { [ICMPNames.type(self), ICMPNames.code(self)].compactMap(\.self).map(ICMPNames.word) }
}
