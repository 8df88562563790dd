import Commands
import Sockets

/// What takes a capability that as a rule only root's processes have, see capabilities(7).
enum Privilege {
  /// Why the option could not be set: sk_setsockopt in net/core/sock.c, and the manual page of each option.
  static func ofOption(_ context: Reason.Context) -> String? {
    guard let option = context.call.optionToSet else { return nil }
    if isLocked(context) {
      return "SO_LOCK_FILTER is on: neither the filter of \(context.name) nor the lock can be changed"
    }
    return (options[option] ?? "\(option) needs CAP_NET_ADMIN") + lacking(context)
  }

  /// Whether this process lacks the capability, or has it where it does not count.
  private static func lacking(_ context: Reason.Context) -> String {
    context.observed.has(.netAdmin)
      ? ", in the user namespace to which the network belongs" : ", which this process lacks"
  }

  /// Where it is not the option as such that needs it, or another capability is needed.
  private static let options = [
    "SO_PRIORITY": "a priority outside 0 to 6 needs CAP_NET_ADMIN or CAP_NET_RAW",
    "SO_MARK": "SO_MARK needs CAP_NET_ADMIN or CAP_NET_RAW",
    "SO_BINDTODEVICE": "a socket that is bound to an interface already needs CAP_NET_RAW for another",
    "SO_ATTACH_FILTER": "a filter on a socket of this kind needs CAP_NET_ADMIN",
    "IP_TRANSPARENT": "IP_TRANSPARENT needs CAP_NET_ADMIN or CAP_NET_RAW",
    "IPV6_HOPOPTS": "IPV6_HOPOPTS needs CAP_NET_RAW",
    "IPV6_DSTOPTS": "IPV6_DSTOPTS needs CAP_NET_RAW",
    "TCP_CONGESTION": "an algorithm that sysctl tcp_allowed_congestion_control does not name needs CAP_NET_ADMIN",
  ]

  /// Why a message could not be sent with its control messages. A rule of the machine may forbid it just as well.
  static func ofControl(_ context: Reason.Context) -> String? {
    guard context.call.control.contains(where: { $0.symbol == "SO_MARK" }) else { return nil }
    return context.observed.has(.netAdmin) || context.observed.has(.netRaw)
      ? "SO_MARK needs CAP_NET_ADMIN or CAP_NET_RAW in the user namespace to which the network belongs; or a firewall or a BPF program forbids the packet"
      : "SO_MARK needs CAP_NET_ADMIN or CAP_NET_RAW, which this process lacks"
  }

  /// How to come by the capabilities. Who makes a user namespace has them all in the network that comes with it, see
  /// user_namespaces(7).
  static func remedies(_ context: Reason.Context) -> [String] {
    if isLocked(context) { return ["open another socket: the lock cannot be removed"] }
    return [
      "run sockplay as root: sudo sockplay",
      "or as root of a network of its own, where the system allows that: unshare -rn sh -c 'ip link set lo up; sockplay'",
    ]
  }

  private static func isLocked(_ context: Reason.Context) -> Bool {
    context.call.optionToSet?.hasSuffix("_FILTER") == true
      && context.handle.flatMap { context.observed.option("SO_LOCK_FILTER", of: $0) } == 1
  }
}
