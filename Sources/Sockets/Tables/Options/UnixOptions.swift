// unix(7): options of the level SOL_SOCKET that matter to UNIX domain sockets.
extension SocketOption {
  static let unixOptions: [SocketOption] = [
    SocketOption(
      .socket, "SO_PASSCRED", 16, .flag, page: "unix(7)", "messages come with pid, uid and gid of their sender"),
    SocketOption(
      .socket, "SO_PEERCRED", 17, .credentials, .readOnly, page: "unix(7)",
      "pid, uid and gid of who connected, or of who called listen"),
    SocketOption(
      .socket, "SO_PEERSEC", 31, .bytes(256), .readOnly, page: "unix(7)", "the security context of the peer"),
    SocketOption(
      .socket, "SO_PASSSEC", 34, .flag, page: "unix(7)", "messages come with the security context of their sender"),
    SocketOption(
      .socket, "SO_PEEK_OFF", 42, .integer("bytes"), page: "unix(7)",
      "where MSG_PEEK begins to read; -1 always at the first byte"),
    SocketOption(
      .socket, "SO_PASSPIDFD", 76, .flag, page: "unix(7)", "messages come with a descriptor of their sender's process"),
  ]
}
