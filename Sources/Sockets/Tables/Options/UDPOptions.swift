// udp(7).
extension SocketOption {
  static let udpOptions: [SocketOption] = [
    SocketOption(
      .udp, "UDP_CORK", 1, .flag, page: "udp(7)", "collects all that is sent into one datagram, until it is off"),
    SocketOption(
      .udp, "UDP_SEGMENT", 103, .integer("bytes"), page: "udp(7)",
      "cuts what is sent into datagrams of this size; 0 for off",
      takes: [0...65535]),
    SocketOption(.udp, "UDP_GRO", 104, .flag, page: "udp(7)", "receives several datagrams of one sender as one"),
  ]
}
