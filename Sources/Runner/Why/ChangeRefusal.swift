import Sockets

// Why a change of an isolated session's network, or of its limits, was refused.
extension Reason.Context {
  /// nil for any other call.
  var refusedChange: String? {
    switch call.name {
    case "rtnetlink", "sock_diag", "setrlimit", "nf_tables":
      let what = call.arguments.first?.symbol ?? call.name
      return errno.symbol == "EMFILE"
        ? noDescriptorLeft : Self.changes[what]?[errno.symbol] ?? Self.changes["any"]?[errno.symbol] ?? errno.text
    case "open" where isSetting: return Self.changes["open"]?[errno.symbol]
    // The descriptor of a setting has no handle.
    case "write" where handle == nil && errno.symbol == "EINVAL":
      return "the kernel does not take this value for the setting"
    default: return nil
    }
  }

  private var isSetting: Bool { call.path?.hasPrefix(Setting.folder) == true }

  /// By what was to be changed, and errno.
  private static let changes: [String: [String: String]] = [
    "RTM_NEWROUTE": [
      "EEXIST": "there is a route to this destination already; routes shows it",
      "ENETUNREACH": "no network of this machine has the gateway",
      "ENODEV": "a route that does not refuse needs via GATEWAY or dev INTERFACE",
      "ENETDOWN": "the interface is down",
    ],
    "RTM_DELROUTE": ["ESRCH": "there is no such route; routes shows those that there are"],
    "RTM_NEWADDR": ["EEXIST": "the interface has this address already"],
    "RTM_DELADDR": ["EADDRNOTAVAIL": "the interface does not have this address; interfaces shows those that it has"],
    "SOCK_DESTROY": [
      "ENOENT": "the kernel finds no socket by these addresses: one that is not bound has none",
      "ESTALE": "another socket has these addresses now", "EOPNOTSUPP": "this kernel cannot destroy such a socket",
    ],
    "NFT_MSG_NEWRULE": [
      "EOPNOTSUPP": "this kernel has no nf_tables", "EPROTONOSUPPORT": "this kernel has no nf_tables",
      "ENOENT": "this kernel has no NAT for nf_tables",
    ],
    "RLIMIT_NOFILE": ["EINVAL": "the number is above the hard limit"],
    "RLIMIT_MEMLOCK": ["EINVAL": "the number is above the hard limit"],
    "open": [
      "ENOENT": "this kernel does not have the setting", "EACCES": "the setting cannot be changed in a namespace",
    ],
    "any": ["EPERM": "it takes CAP_NET_ADMIN in the network namespace of this process"],
  ]
}

extension Argument {
  fileprivate var symbol: String? { if case .symbol(let text) = self { text } else { nil } }
}
