// socket(7), except the options in UnixOptions.swift and BufferOptions.swift.
extension SocketOption {
  private static let row = Rows(.socket, page: "socket(7)")

  package static let linger = row(
    "SO_LINGER", 13, .linger, "how close deals with unsent data: off, or on and how long it waits")
  package static let receiveTimeout = row(
    "SO_RCVTIMEO", 20, .time, "how long a receiving call waits before EAGAIN; 0s for no limit")
  package static let sendTimeout = row(
    "SO_SNDTIMEO", 21, .time, "how long a sending call waits before EAGAIN; 0s for no limit")
  package static let bindToDevice = row(
    "SO_BINDTODEVICE", 25, .text(16), "the one interface it works on; \"\" for all", redirects: .byInterface)

  static let socketOptions: [SocketOption] = [
    row("SO_DEBUG", 1, .flag, "socket debugging; needs CAP_NET_ADMIN"),
    row("SO_REUSEADDR", 2, .flag, "bind to an address that a closed connection still holds"),
    row("SO_TYPE", 3, .constant(.types), "the type of socket(2)", .readOnly),
    row("SO_ERROR", 4, .errno, "the pending error; reading clears it", .readOnly),
    row("SO_DONTROUTE", 5, .flag, "send to directly connected hosts only"),
    row("SO_BROADCAST", 6, .flag, "send to broadcast addresses"),
    row("SO_KEEPALIVE", 9, .flag, "probe a silent peer"),
    row("SO_OOBINLINE", 10, .flag, "urgent data stay in the stream"),
    row("SO_PRIORITY", 12, .integer(""), "priority of packets in the queues of devices"),
    linger,
    row("SO_BSDCOMPAT", 14, .flag, "without effect since Linux 2.4"),
    row("SO_REUSEPORT", 15, .flag, "several sockets share a port, if all of them set it"),
    receiveTimeout, sendTimeout,
    bindToDevice,
    row("SO_ATTACH_FILTER", 26, .filter, "a classic BPF program that filters what arrives", .writeOnly),
    row("SO_DETACH_FILTER", 27, .nothing, "removes the filter; a value is ignored", .writeOnly),
    row("SO_DETACH_BPF", 27, .nothing, "removes the filter; a value is ignored", .writeOnly),
    row("SO_TIMESTAMP", 29, .flag, "datagrams come with the time of their arrival (µs)"),
    row("SO_ACCEPTCONN", 30, .flag, "whether it listens", .readOnly),
    row("SO_TIMESTAMPNS", 35, .flag, "datagrams come with the time of their arrival (ns)"),
    row(
      "SO_MARK", 36, .integer(""), "mark of packets, for routing and filters; needs CAP_NET_ADMIN",
      redirects: .byAnyValue),
    row("SO_TIMESTAMPING", 37, .integer(""), "which time stamps of packets are made and reported"),
    row("SO_PROTOCOL", 38, .constant(.protocols), "the protocol of socket(2)", .readOnly),
    row("SO_DOMAIN", 39, .constant(.families), "the family of socket(2)", .readOnly),
    row("SO_RXQ_OVFL", 40, .flag, "datagrams come with the count of those dropped"),
    row("SO_LOCK_FILTER", 44, .flag, "the filter cannot be changed any more"),
    row("SO_SELECT_ERR_QUEUE", 45, .flag, "an error in the error queue shows as POLLPRI"),
    row(
      "SO_BUSY_POLL", 46, .integer("µs"), "how long a receiving call polls the device; more needs CAP_NET_ADMIN",
      takes: [0...OptionRange.most]),
    row("SO_INCOMING_CPU", 49, .integer(""), "the processor that serves the socket"),
    row("SO_ATTACH_BPF", 50, .integer(""), "an eBPF program, by its descriptor, that filters what arrives", .writeOnly),
    row(
      "SO_ATTACH_REUSEPORT_CBPF", 51, .filter, "a classic BPF program that chooses among sockets on one port",
      .writeOnly),
    row(
      "SO_ATTACH_REUSEPORT_EBPF", 52, .integer(""),
      "an eBPF program, by its descriptor, that chooses among sockets on one port", .writeOnly
    ),
    row("SO_INCOMING_NAPI_ID", 56, .integer(""), "the device queue that the last packet came through", .readOnly),
    row("SO_COOKIE", 57, .bytes(8), "the kernel's own number of the socket", .readOnly),
    row("SO_ZEROCOPY", 60, .flag, "allows MSG_ZEROCOPY", takes: [0...1]),
  ]
}
