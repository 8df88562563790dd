import Sockets

/// A variable of the function that makes a call.
enum CLocal: Hashable {
  case buffer(Int)
  case value(Int)
  case peer, pair, events, address4, address6, addressUnix, addressNone, addressNetlink, addressPacket
  /// A message, or several; who sent it; and room for control messages.
  case message, messages(Int), sender, control
  /// Room for the value of an option, whose length is given by hand.
  case option
  /// What ioctl fills, and what getaddrinfo and getnameinfo do.
  case number, time, interface, found, names
  case set(SelectSet)

  static func address(_ address: SocketAddress) -> CLocal {
    switch address {
    case .ipv4: .address4
    case .ipv6: .address6
    case .unix: .addressUnix
    case .netlink: .addressNetlink
    case .packet: .addressPacket
    default: .addressNone
    }
  }

  var name: String {
    switch self {
    case .buffer: "buf"
    case .value: "value"
    case .peer: "peer"
    case .pair: "pair"
    case .events: "events"
    case .address4: "addr"
    case .address6: "addr6"
    case .addressUnix: "addr_un"
    case .addressNone: "addr_none"
    case .addressNetlink: "addr_nl"
    case .addressPacket: "addr_ll"
    case .message: "message"
    case .messages: "messages"
    case .sender: "sender"
    case .control: "control"
    case .option: "option"
    case .number: "number"
    case .time: "stamp"
    case .interface: "ifr"
    case .found: "found"
    case .names: "host"
    case .set(.read): "readable"
    case .set(.write): "writable"
    case .set(.except): "exceptional"
    }
  }

  /// What it is as arguments.
  var arguments: [String] {
    switch self {
    case .peer: ["(struct sockaddr *)&peer", "&peer_length"]
    case .value: ["value", "&value_length"]
    case .sender: ["(struct sockaddr *)&sender"]
    case .message, .number, .time, .interface, .found: ["&\(name)"]
    default: [name]
    }
  }

  /// Whether how large it is depends on the calls that use it.
  var hasSize: Bool {
    switch self {
    case .buffer, .value, .messages: true
    default: false
    }
  }

  /// What must be done before a call that fills it.
  var reset: String? {
    switch self {
    case .peer: "peer_length = sizeof(peer);"
    case .value(let capacity): "value_length = \(capacity);"
    default: nil
    }
  }

  /// How it is declared, and the header for that.
  var declaration: (text: [String], header: String?) {
    switch self {
    case .buffer(let size): (["static char buf[\(max(size, 1))];"], nil)
    case .value(let capacity): (["char value[\(max(capacity, 1))];", "socklen_t value_length;"], "sys/socket.h")
    case .peer: (["struct sockaddr_storage peer;", "socklen_t peer_length;"], "sys/socket.h")
    case .pair: (["int pair[2];"], nil)
    case .events: (["struct epoll_event events[1024];"], "sys/epoll.h")
    case .address4: (["struct sockaddr_in addr;"], "netinet/in.h")
    case .address6: (["struct sockaddr_in6 addr6;"], "netinet/in.h")
    case .addressUnix: (["struct sockaddr_un addr_un;"], "sys/un.h")
    case .addressNone: (["struct sockaddr addr_none = {.sa_family = AF_UNSPEC};"], "sys/socket.h")
    case .addressNetlink: (["struct sockaddr_nl addr_nl;"], "linux/netlink.h")
    case .addressPacket: (["struct sockaddr_ll addr_ll;"], "linux/if_packet.h")
    case .message: (["struct msghdr message;"], "sys/socket.h")
    case .messages(let count): (["struct mmsghdr messages[\(max(count, 1))];"], "sys/socket.h")
    case .sender: (["struct sockaddr_storage sender;"], "sys/socket.h")
    case .control: (["_Alignas(struct cmsghdr) char control[\(Self.controlRoom)];"], "sys/socket.h")
    case .option: (["char option[\(Self.mostValue)];"], nil)
    case .number: (["int number;"], nil)
    case .time: (["struct timeval stamp;"], "sys/time.h")
    case .interface: (["struct ifreq ifr;"], "net/if.h")
    case .found: (["struct addrinfo *found;"], "netdb.h")
    case .names: (["char host[NI_MAXHOST], service[NI_MAXSERV];"], "netdb.h")
    case .set: (["fd_set \(name);"], "sys/select.h")
    }
  }

  /// The most bytes of an option's value whose length is given by hand.
  static let mostValue = 128
  /// What a call shows for the list that getaddrinfo makes.
  static let foundList = "res"
  /// The most bytes of control messages.
  static let controlRoom = 1024
}
