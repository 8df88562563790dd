import Sockets

/// A call as an expression of Python.
struct PythonCall {
  var helpers: Set<String> = []
  var modules: Set<String> = ["socket"]
  let call: ProgramCall
  private let program: Program
  let names: [String]
  var arguments: [Argument] { call.call.arguments }

  init(_ call: ProgramCall, in program: Program, names: [String]) {
    (self.call, self.program, self.names) = (call, program, names)
  }

  /// The expression, and what makes its value a number or the data that came.
  mutating func expression() -> PythonExpression? {
    guard let form = ProgramFunction.named(call.call.name)?.python else { return nil }
    switch form {
    case .method(let name): return method(name)
    case .receive: return PythonExpression(text: "\(handle).recv(\(integer(2))\(flags(3)))", isData: true)
    case .receiveFrom:
      return PythonExpression(text: "\(handle).recvfrom(\(integer(2))\(flags(3)))", isData: true, index: "[0]")
    case .ioctl, .atMark, .readv, .writev, .sendMessage, .receiveMessage, .sendFile, .splice, .lookUp, .names, .limit,
      .memory, .event, .process:
      return further(form)
    case .socket: return Self.plain("socket.socket(\(symbols(0...2)))")
    case .pair: return Self.plain("socket.socketpair(\(symbols(0...2)))")
    case .accept: return Self.plain("\(handle).accept()")
    case .dup: return Self.plain("\(handle).dup()")
    case .setOption: return setOption()
    case .getOption: return getOption()
    case .send: return Self.plain("\(handle).send(\(data(1))\(flags(3)))")
    case .sendAll: return Self.plain("\(handle).sendall(\(data(1))\(flags(3)))")
    case .sendTo: return Self.plain("\(handle).sendto(\(data(1))\(flags(3)), \(address))")
    case .read: return ofModule("os", PythonExpression(text: "os.read(\(number), \(integer(2)))", isData: true))
    case .write: return ofModule("os", Self.plain("os.write(\(number), \(data(1)))"))
    case .open: return ofModule("os", Self.plain("os.open(\(path), \(symbol(1)))"))
    case .pipe: return ofModule("os", Self.plain("os.pipe()"))
    case .poll: return poll()
    case .select: return select()
    case .fcntl: return control()
    case .receiveAll: return receiveAll()
    case .receiveUntil:
      helpers.insert("recv_until")
      return PythonExpression(text: "recv_until(\(handle), \(data(1)), \(call.call.length ?? 0))", isData: true)
    case .epollCreate: return ofModule("select", Self.plain("select.epoll()"))
    case .epollControl: return watch()
    case .epollWait: return wait()
    case .signal: return handleSignal()
    }
  }

  static func plain(_ text: String) -> PythonExpression { PythonExpression(text: text) }

  /// `expression`, which needs the module `name`.
  private mutating func ofModule(_ name: String, _ expression: PythonExpression) -> PythonExpression {
    modules.insert(name)
    return expression
  }

  // MARK: Parts

  func variable(_ number: Int32) -> String { call.descriptors[number].map { names[$0] } ?? "\(number)" }

  /// The object that it works on.
  var handle: String { call.call.descriptor.map(variable) ?? "None" }

  private var isSocket: Bool { call.call.descriptor.map(isSocket) ?? true }

  func isSocket(_ descriptor: Int32) -> Bool {
    call.descriptors[descriptor].map { program.handles[$0].kind.isSocket } ?? true
  }

  /// The number of its descriptor.
  var number: String { call.call.descriptor.map(number) ?? "None" }

  /// The number of any.
  func number(of descriptor: Int32) -> String {
    guard let handle = call.descriptors[descriptor] else { return "\(descriptor)" }
    let kind = program.handles[handle].kind
    return kind.isSocket || kind == .epoll ? "\(names[handle]).fileno()" : names[handle]
  }

  func symbol(_ index: Int) -> String {
    guard index < arguments.count else { return "0" }
    switch arguments[index] {
    case .symbol(let symbol): return PythonSymbol.inPython(symbol) ?? symbol
    case .integer(let number), .length(let number): return "\(number)"
    default: return "0"
    }
  }

  func symbols(_ range: ClosedRange<Int>) -> String { range.map(symbol).joined(separator: ", ") }

  func integer(_ index: Int) -> String { symbol(index) }

  /// `, FLAGS`, where there are any.
  func flags(_ index: Int) -> String {
    let flags = symbol(index)
    return flags == "0" ? "" : ", \(flags)"
  }

  private func data(_ index: Int) -> String {
    if index < arguments.count, case .bytes(let bytes) = arguments[index] { return PythonLiteral.bytes(bytes) }
    return "b\"\""
  }

  var path: String {
    for case .path(let path) in arguments { return PythonLiteral.path(Array(path.utf8)) }
    return "\"\""
  }

  var address: String {
    switch call.addresses.first {
    case .of(let handle)?: return names[handle] + "_addr"
    case .port(let handle, let address)?: return Self.text(address, port: "\(names[handle])_addr[1]")
    case .literal(let address)?: return Self.text(address, port: "\(address.port)")
    case nil: return "None"
    }
  }

  /// An address as Python writes it.
  static func text(_ address: SocketAddress, port: String) -> String {
    switch address {
    case .ipv6(let high, let low, _, let scope):
      let host = SocketAddress.ipv6(high, low, port: 0, scope: 0).host
      return scope == 0 ? "(\"\(host)\", \(port))" : "(\"\(host)\", \(port), 0, \(scope))"
    case .unix(let path): return PythonLiteral.path(path)
    case .netlink(let port, let groups): return "(\(port), \(groups))"
    default: return "(\"\(address.host)\", \(port))"
    }
  }

  // MARK: Forms

  private mutating func method(_ name: String) -> PythonExpression {
    guard isSocket || call.call.traits.isDisjoint(with: .closes) else {
      modules.insert("os")
      // What epoll_create made is an object, too.
      return Self.plain(isEpoll ? "\(handle).close()" : "os.close(\(handle))")
    }
    let words = arguments.dropFirst().indices.compactMap { index -> String? in
      switch arguments[index] {
      case .address: address
      case .addressOut: nil
      default: symbol(index)
      }
    }
    return Self.plain("\(handle).\(name)(\(words.joined(separator: ", ")))")
  }

  private var isEpoll: Bool {
    call.call.descriptor.flatMap { call.descriptors[$0] }.map { program.handles[$0].kind == .epoll } ?? false
  }

  private mutating func receiveAll() -> PythonExpression {
    let helper = CFunction.helper(call.call) ?? "recv_all"
    helpers.insert(helper)
    return PythonExpression(text: "\(helper)(\(handle), \(call.call.length ?? 0))", isData: true)
  }

  private mutating func setOption() -> PythonExpression {
    guard case .option(let form, let bytes) = arguments[3] else { return Self.plain("None") }
    let value = PythonOption.value(form, bytes)
    if value.hasPrefix("struct.") { modules.insert("struct") }
    return Self.plain("\(handle).setsockopt(\(symbols(1...2)), \(value))")
  }

  private func getOption() -> PythonExpression {
    guard case .optionOut(let form) = arguments[3] else { return Self.plain("None") }
    let room = form.capacity == 4 ? "" : ", \(form.capacity)"
    return Self.plain("\(handle).getsockopt(\(symbols(1...2))\(room))")
  }

  private mutating func control() -> PythonExpression {
    modules.formUnion(["fcntl", "os"])
    let value = arguments.count > 2 ? ", \(process(symbol(2)))" : ""
    return Self.plain("fcntl.fcntl(\(handle), \(symbol(1))\(value))")
  }

  private mutating func handleSignal() -> PythonExpression {
    modules.insert("signal")
    var ignores = false
    if case .symbol(let action) = arguments[1] { ignores = action.contains("SIG_IGN") }
    return Self.plain("signal.signal(signal.SIGPIPE, \(ignores ? "signal.SIG_IGN" : "lambda *_: None"))")
  }

  // MARK: Several descriptors

  private mutating func poll() -> PythonExpression {
    guard case .polled(let entries) = arguments[0] else { return Self.plain("None") }
    helpers.insert("poll")
    let table = ConstantTable.pollEvents
    let parts = entries.map { entry in
      let events = table.flags(Int32(UInt16(bitPattern: entry.events)))
      return "\(variable(entry.descriptor)): \(PythonSymbol.inPython(events) ?? "\(UInt16(bitPattern: entry.events))")"
    }
    return PythonExpression(text: "poll({\(parts.joined(separator: ", "))}, \(symbol(2)))", isList: true)
  }

  private mutating func select() -> PythonExpression {
    modules.insert("select")
    var sets: [String] = []
    for argument in arguments[1...3] {
      guard case .selected(_, let members) = argument else { continue }
      sets.append("[\(members.map(variable).joined(separator: ", "))]")
    }
    var time = "None"
    if case .symbol(let symbol) = arguments[4] { time = PythonSymbol.seconds(symbol) ?? time }
    let limit = time == "None" ? "" : ", \(time)"
    return PythonExpression(text: "sum(select.select(\(sets.joined(separator: ", "))\(limit)), [])", isList: true)
  }

  private mutating func watch() -> PythonExpression {
    modules.insert("select")
    let operations = ["EPOLL_CTL_ADD": "register", "EPOLL_CTL_MOD": "modify", "EPOLL_CTL_DEL": "unregister"]
    var operation = "register", watched = ""
    if case .symbol(let symbol) = arguments[1] { operation = operations[symbol] ?? operation }
    if case .descriptor(let number) = arguments[2] { watched = variable(number) }
    guard case .epollEvent(let event) = arguments[3] else { return Self.plain("\(handle).\(operation)(\(watched))") }
    let events = ConstantTable.epollEvents.flags(Int32(bitPattern: event.events))
    return Self.plain("\(handle).\(operation)(\(watched), \(PythonSymbol.inPython(events) ?? "\(event.events)"))")
  }

  private func wait() -> PythonExpression {
    guard case .integer(let milliseconds) = arguments[3] else { return Self.plain("None") }
    let time = milliseconds < 0 ? "-1" : "\(Double(milliseconds) / 1000)"
    return PythonExpression(text: "\(handle).poll(\(time), \(integer(2)))", isList: true)
  }
}
