import Sockets

/// A call as an expression of C: its arguments, and what must be done before it.
struct CArguments {
  var before: [String] = []
  var list: [String] = []
  var helpers: Set<String> = []
  /// The variables of its function that it needs.
  var locals: Set<CLocal> = []
  let call: ProgramCall
  /// What its buffer is called.
  let buffer: String
  let names: (Int) -> String
  private var addresses: ArraySlice<ProgramAddress>
  let indentation: String

  /// - Parameters:
  ///   - buffer: The name of its buffer.
  ///   - names: The variable of a handle.
  init(
    _ call: ProgramCall, buffer: String = "buf", indentation: String = "        ", names: @escaping (Int) -> String
  ) {
    (self.call, self.names, self.buffer, self.indentation) = (call, names, buffer, indentation)
    addresses = call.addresses[...]
    for argument in call.call.arguments { add(argument) }
  }

  private mutating func add(_ argument: Argument) {
    switch argument {
    case .integer(let number): list.append(call.call.process(number) ?? width(number) ?? "\(number)")
    case .length(let number): list.append("\(number)")
    case .descriptor(let number): add(descriptor: number)
    case .symbol(let symbol): add(symbol: symbol)
    case .path(let path): list.append(CLiteral.string(Array(path.utf8), indentation: indentation))
    case .bytes(let bytes): list.append(data(bytes))
    case .buffer: use(.buffer(call.call.length ?? 0))
    case .address(let address): add(address)
    case .addressOut: use(.peer)
    case .descriptorPairOut: use(.pair)
    case .filled(let text): fill(text)
    case .vectors(let buffers): pass(buffers)
    case .vectorsOut(let lengths): receive(lengths)
    case .message, .messages: pass(argument.messages, isOne: call.call.arguments.contains { $0.isMessage })
    case .messageOut(let room): receive(room)
    case .messagesOut(let room, let count): receive(room, count)
    case .option(let form, let bytes): list += COption(form, bytes, indentation: indentation).arguments
    case .optionOut(let form): use(.value(form.capacity))
    case .polled(let entries): poll(entries)
    case .selected(let set, let members): select(set, members)
    case .epollEvent(let event): watch(event)
    case .epollEventsOut: use(.events)
    case .rest: list.append("0")
    }
  }

  private mutating func add(symbol: String) {
    guard let pointer = WrongPointer(inC: symbol), pointer == .forbidden || !call.takesNull else {
      return list.append(structure(symbol) ?? CSymbol.inC(symbol) ?? symbol)
    }
    helpers.insert(pointer == .null ? "nothing" : "nowhere")
    list.append(pointer == .null ? "nothing" : "nowhere")
  }

  private mutating func add(descriptor number: Int32) {
    list.append(variable(number))
    // The helpers that receive are given the buffer, which the command does not show.
    guard ProgramFunction.named(call.call.name)?.header == nil, call.call.traits.contains(.receives) else { return }
    use(.buffer(call.call.length ?? 0))
  }

  func variable(_ number: Int32) -> String { call.descriptors[number].map(names) ?? "\(number)" }

  mutating func use(_ local: CLocal) {
    locals.insert(local)
    if case .buffer = local { list.append(buffer) } else { list += local.arguments }
    if let reset = local.reset { before.append(reset) }
  }

  // MARK: Addresses

  private mutating func add(_ address: SocketAddress) {
    let (name, length) = source(address)
    list += ["(struct sockaddr *)&\(name)", length]
  }

  /// The variable that has the next address, and its length.
  mutating func source(_ address: SocketAddress) -> (name: String, length: String) {
    switch addresses.popFirst() ?? .literal(address) {
    case .of(let handle): return pass(names(handle) + "_addr", address, length: names(handle) + "_length")
    case .port(let handle, let address):
      let member = if case .ipv6 = address { "sin6_port" } else { "sin_port" }
      return write(address, port: "ntohs(\(names(handle))_addr.\(member))")
    case .literal(let address): return write(address, port: "\(address.port)")
    }
  }

  private mutating func write(_ address: SocketAddress, port: String) -> (name: String, length: String) {
    switch address {
    case .ipv4: make("ipv4", .address4, "\"\(address.host)\", \(port)")
    case .ipv6(let high, let low, _, let scope):
      let host = SocketAddress.ipv6(high, low, port: 0, scope: 0).host
      make("ipv6", .address6, "\"\(host)\", \(port), \(scope)")
    case .unix(let path):
      make("local_path", .addressUnix, "\(CLiteral.string(path, indentation: indentation)), \(path.count)")
    case .netlink(let port, let groups):
      let groups = groups == 0 ? "" : ", .nl_groups = \(groups)"
      make(.addressNetlink, "(struct sockaddr_nl){.nl_family = AF_NETLINK, .nl_pid = \(port)\(groups)}")
    case .packet(let link):
      let bytes = link.bytes.isEmpty ? "" : ", .sll_halen = \(link.bytes.count), .sll_addr = \(Self.list(link.bytes))"
      make(
        .addressPacket,
        "(struct sockaddr_ll){.sll_family = AF_PACKET, .sll_protocol = htons(\(link.type)), .sll_ifindex = \(link.interface)\(bytes)}"
      )
    default: locals.insert(.addressNone)
    }
    return pass(CLocal.address(address).name, address, length: "\(address.length)")
  }

  private static func list(_ bytes: [UInt8]) -> String { "{\(bytes.map { "\($0)" }.joined(separator: ", "))}" }

  private mutating func make(_ helper: String, _ local: CLocal, _ arguments: String) {
    helpers.insert(helper)
    make(local, "\(helper)(\(arguments))")
  }

  private mutating func make(_ local: CLocal, _ value: String) {
    locals.insert(local)
    before.append("\(local.name) = \(value);")
  }

  private func pass(_ name: String, _ address: SocketAddress, length: String) -> (name: String, length: String) {
    if case .unix = address { return (name, length) }
    return (name, "sizeof(\(name))")
  }

  // MARK: Data

  mutating func data(_ bytes: [UInt8]) -> String {
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
