// The protocols, the third argument of socket(2); each family has its own numbers.
extension ConstantTable {
  /// The protocols of the internet families, see ip(7).
  package static let protocols = ConstantTable(
    "protocol",
    [
      ("0", 0), ("IPPROTO_IP", 0), ("IPPROTO_ICMP", 1), ("IPPROTO_IGMP", 2), ("IPPROTO_TCP", 6), ("IPPROTO_UDP", 17),
      ("IPPROTO_IPV6", 41), ("IPPROTO_GRE", 47), ("IPPROTO_ICMPV6", 58), ("IPPROTO_SCTP", 132),
      ("IPPROTO_UDPLITE", 136),
      ("IPPROTO_RAW", 255), ("IPPROTO_MPTCP", 262),
    ])

  /// The protocols of netlink(7).
  package static let netlinkProtocols = ConstantTable(
    "netlink protocol",
    [
      ("NETLINK_ROUTE", 0), ("NETLINK_USERSOCK", 2), ("NETLINK_SOCK_DIAG", 4), ("NETLINK_XFRM", 6),
      ("NETLINK_AUDIT", 9),
      ("NETLINK_CONNECTOR", 11), ("NETLINK_NETFILTER", 12), ("NETLINK_KOBJECT_UEVENT", 15), ("NETLINK_GENERIC", 16),
      ("NETLINK_CRYPTO", 21),
    ])

  /// The protocols of AF_CAN, see <linux/can.h>.
  package static let canProtocols = ConstantTable(
    "CAN protocol", [("CAN_RAW", 1), ("CAN_BCM", 2), ("CAN_ISOTP", 6), ("CAN_J1939", 7)])

  /// The protocols of AF_BLUETOOTH.
  package static let bluetoothProtocols = ConstantTable(
    "Bluetooth protocol",
    [
      ("BTPROTO_L2CAP", 0), ("BTPROTO_HCI", 1), ("BTPROTO_SCO", 2), ("BTPROTO_RFCOMM", 3), ("BTPROTO_BNEP", 4),
      ("BTPROTO_CMTP", 5),
      ("BTPROTO_HIDP", 6), ("BTPROTO_AVDTP", 7),
    ])

  /// The protocols of AF_KCM, see <linux/kcm.h>.
  package static let kcmProtocols = ConstantTable("KCM protocol", [("KCMPROTO_CONNECTED", 0)])

  /// EtherTypes in host byte order, see packet(7) and <linux/if_ether.h>.
  package static let etherTypes = ConstantTable(
    "EtherType",
    [
      ("0", 0), ("ETH_P_ALL", 0x3), ("ETH_P_IP", 0x800), ("ETH_P_ARP", 0x806), ("ETH_P_8021Q", 0x8100),
      ("ETH_P_IPV6", 0x86dd),
      ("ETH_P_802_EX1", 0x88b5), ("ETH_P_LLDP", 0x88cc),
    ])

  /// The flags that can be added to the type of socket(2) with `|`, which are also those of accept4(2).
  package static let socketFlags = ConstantTable(
    "socket flag", [("SOCK_CLOEXEC", 0o2000000), ("SOCK_NONBLOCK", 0o4000)])

  /// The types of socket(2) and the flags that can be added to them.
  package static let typesWithFlags = ConstantTable("socket type", types.rows + socketFlags.rows)
}
