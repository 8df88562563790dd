extension SocketKind {
  /// One line for help on a kind that has a word.
  package var meaning: String { Self.meanings[word] ?? "" }

  private static let meanings = [
    "tcp": "a stream of bytes over IPv4", "tcp6": "a stream of bytes over IPv6, and IPv4 too",
    "udp": "datagrams over IPv4", "udp6": "datagrams over IPv6, and IPv4 too",
    "unix": "a stream of bytes on this machine", "unix-dgram": "reliable datagrams on this machine",
    "unix-seqpacket": "a connection on this machine that keeps message boundaries",
    "mptcp": "TCP over several paths", "mptcp6": "the same over IPv6",
    "udplite": "UDP with a checksum that may cover only a part", "udplite6": "the same over IPv6",
    "sctp": "SCTP, if this kernel has it", "sctp6": "the same over IPv6",
    "icmp": "echo requests (ping), for the groups in net.ipv4.ping_group_range", "icmp6": "the same over IPv6",
    "raw": "IP packets; you write the IP header yourself; needs CAP_NET_RAW",
    "raw-icmp": "ICMP messages; needs CAP_NET_RAW",
    "raw-icmp6": "ICMPv6 messages; needs CAP_NET_RAW",
    "packet": "whole frames of an interface; needs CAP_NET_RAW",
    "packet-dgram": "frames without their header; needs CAP_NET_RAW",
    "netlink": "messages to and from the kernel about interfaces and routes",
    "vsock": "a stream of bytes between a virtual machine and its host",
    "vsock-dgram": "the same with datagrams, where the kernel has them",
  ]
}
