import Sockets

/// A call as an expression of C: its arguments, and what must be done before it.
struct CArguments {
  private(set) var before: [String] = []
  private(set) var list: [String] = []
  private(set) var helpers: Set<String> = []
  /// The variables of its function that it needs.
  private(set) var locals: Set<CLocal> = []
  private let call: ProgramCall
  private let names: (Int) -> String
  private var addresses: ArraySlice<ProgramAddress>
  private let indentation: String

  /// - Parameter names: The variable of a handle.
  init(_ call: ProgramCall, indentation: String = "        ", names: @escaping (Int) -> String) {
    (self.call, self.names, self.indentation) = (call, names, indentation)
    addresses = call.addresses[...]
    for argument in call.call.arguments { add(argument) }
  }

  private mutating func add(_ argument: Argument) {
    switch argument {
    case .integer(let number): list.append(width(number) ?? "\(number)")
    case .length(let number): list.append("\(number)")
    case .descriptor(let number): add(descriptor: number)
    case .symbol(let symbol): list.append(CSymbol.inC(symbol) ?? symbol)
    case .path(let path): list.append(CLiteral.string(Array(path.utf8), indentation: indentation))
    case .bytes(let bytes): list.append(data(bytes))
    case .buffer: use(.buffer(call.call.length ?? 0))
    case .address(let address): add(address)
    case .addressOut: use(.peer)
    case .descriptorPairOut: use(.pair)
    case .filled: use(.pair)
    case .option(let form, let bytes): list += COption(form, bytes, indentation: indentation).arguments
    case .optionOut(let form): use(.value(form.capacity))
    case .polled(let entries): poll(entries)
    case .selected(let set, let members): select(set, members)
    case .epollEvent(let event): watch(event)
    case .epollEventsOut: use(.events)
    default: list.append("0")
    }
  }

  private mutating func add(descriptor number: Int32) {
    list.append(variable(number))
    // The helpers that receive are given the buffer, which the command does not show.
    guard ProgramFunction.named(call.call.name)?.header == nil, call.call.traits.contains(.receives) else { return }
    use(.buffer(call.call.length ?? 0))
  }

  private func variable(_ number: Int32) -> String { call.descriptors[number].map(names) ?? "\(number)" }

  private mutating func use(_ local: CLocal) {
    locals.insert(local)
    list += local.arguments
    if let reset = local.reset { before.append(reset) }
  }

  // MARK: Addresses

  private mutating func add(_ address: SocketAddress) {
    switch addresses.popFirst() ?? .literal(address) {
    case .of(let handle): pass(names(handle) + "_addr", address, length: names(handle) + "_length")
    case .port(let handle, let address):
      let member = if case .ipv6 = address { "sin6_port" } else { "sin_port" }
      write(address, port: "ntohs(\(names(handle))_addr.\(member))")
    case .literal(let address): write(address, port: "\(address.port)")
    }
  }

  private mutating func write(_ address: SocketAddress, port: String) {
    switch address {
    case .ipv4: make("ipv4", .address4, "\"\(address.host)\", \(port)")
    case .ipv6(let high, let low, _, let scope):
      let host = SocketAddress.ipv6(high, low, port: 0, scope: 0).host
      make("ipv6", .address6, "\"\(host)\", \(port), \(scope)")
    case .unix(let path):
      make("local_path", .addressUnix, "\(CLiteral.string(path, indentation: indentation)), \(path.count)")
    default: locals.insert(.addressNone)
    }
    pass(CLocal.address(address).name, address, length: "\(address.length)")
  }

  private mutating func make(_ helper: String, _ local: CLocal, _ arguments: String) {
    helpers.insert(helper)
    locals.insert(local)
    before.append("\(local.name) = \(helper)(\(arguments));")
  }

  private mutating func pass(_ name: String, _ address: SocketAddress, length: String) {
    list.append("(struct sockaddr *)&\(name)")
    list.append(address.isInternet || address == .unspecified ? "sizeof(\(name))" : length)
  }

  // MARK: Data

  private mutating func data(_ bytes: [UInt8]) -> String {
    guard let period = RepeatedBytes(bytes) else { return CLiteral.string(bytes, indentation: indentation) }
    helpers.insert("repeated")
    let unit = CLiteral.string(period.unit, indentation: indentation)
    return "repeated(\(unit), \(period.unit.count), \(period.times))"
  }

  // MARK: Several descriptors

  private mutating func poll(_ entries: [PollEntry]) {
    let table = ConstantTable.pollEvents
    let parts = entries.map {
      "{.fd = \(variable($0.descriptor)), .events = \(table.flags(Int32(UInt16(bitPattern: $0.events))))}"
    }
    list.append("(struct pollfd[]){\(parts.joined(separator: ", "))}")
  }

  private mutating func select(_ set: SelectSet, _ members: [Int32]) {
    if members.isEmpty { return list.append("NULL") }
    let local = CLocal.set(set)
    locals.insert(local)
    before.append("FD_ZERO(&\(local.name));")
    before += members.map { "FD_SET(\(variable($0)), &\(local.name));" }
    list.append("&\(local.name)")
  }

  /// The first argument of select: the highest descriptor plus 1.
  private mutating func width(_ number: Int) -> String? {
    let members = call.call.arguments.flatMap { argument -> [Int32] in
      if case .selected(_, let members) = argument { members } else { [] }
    }
    guard list.isEmpty, let highest = members.max(), Int(highest) + 1 == number else { return nil }
    return variable(highest) + " + 1"
  }

  private mutating func watch(_ event: EpollEvent) {
    let events = ConstantTable.epollEvents.flags(Int32(bitPattern: event.events))
    list.append(
      "&(struct epoll_event){.events = \(events), .data.fd = \(variable(Int32(truncatingIfNeeded: event.data)))}")
  }
}

/// A variable of the function that makes a call.
enum CLocal: Hashable {
  case buffer(Int)
  case value(Int)
  case peer, pair, events, address4, address6, addressUnix, addressNone
  case set(SelectSet)

  static func address(_ address: SocketAddress) -> CLocal {
    switch address {
    case .ipv4: .address4
    case .ipv6: .address6
    case .unix: .addressUnix
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
    default: [name]
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
    case .set: (["fd_set \(name);"], "sys/select.h")
    }
  }
}
