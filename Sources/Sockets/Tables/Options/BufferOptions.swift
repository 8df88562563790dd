// The buffer options of socket(7).
extension SocketOption {
  private static func row(_ symbol: String, _ number: Int32, _ meaning: String, _ access: Access = .readWrite)
    -> SocketOption
  {
    SocketOption(.socket, symbol, number, .integer("bytes"), access, page: "socket(7)", meaning)
  }

  static let bufferOptions: [SocketOption] = [
    row("SO_SNDBUF", 7, "send buffer; the kernel doubles what is set, up to net.core.wmem_max"),
    row("SO_RCVBUF", 8, "receive buffer; the kernel doubles what is set, up to net.core.rmem_max"),
    row("SO_RCVLOWAT", 18, "how many bytes must have arrived before a receiving call returns"),
    row("SO_SNDLOWAT", 19, "how many bytes must be free before poll says writable; always 1", .readOnly),
    row("SO_SNDBUFFORCE", 32, "SO_SNDBUF beyond the limit; needs CAP_NET_ADMIN", .writeOnly),
    row("SO_RCVBUFFORCE", 33, "SO_RCVBUF beyond the limit; needs CAP_NET_ADMIN", .writeOnly),
  ]
}
