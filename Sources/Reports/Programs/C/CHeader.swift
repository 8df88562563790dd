/// A header that declares constants or structures, beyond that of the call that takes them.
struct CHeader {
  let name: String
  /// What only it declares, or the beginnings of that.
  let marks: [String]

  static let all = [
    CHeader(name: "linux/filter.h", marks: ["sock_filter"]), CHeader(name: "linux/netlink.h", marks: ["NETLINK_"]),
    CHeader(name: "netinet/tcp.h", marks: ["TCP_"]), CHeader(name: "netinet/udp.h", marks: ["UDP_"]),
    CHeader(name: "netinet/in.h", marks: ["IPPROTO_", " IP_", " IPV6_", " IP,", "SOL_IP"]),
    CHeader(name: "arpa/inet.h", marks: ["htons("]), CHeader(name: "linux/if_ether.h", marks: ["ETH_P_"]),
    CHeader(name: "linux/if_packet.h", marks: ["PACKET_"]), CHeader(name: "linux/sockios.h", marks: ["SIOC"]),
    CHeader(name: "linux/errqueue.h", marks: ["SO_EE_"]), CHeader(name: "sys/resource.h", marks: ["RLIMIT_"]),
    CHeader(name: "unistd.h", marks: ["getpid()"]),
  ]
}
