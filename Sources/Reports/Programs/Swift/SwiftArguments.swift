import Sockets

/// A call as an expression of Swift.
struct SwiftArguments {
  var helpers: Set<String> = []
  /// The room for data that the call needs, in bytes; nil where it needs none.
  private(set) var room: Int?
  private(set) var usesPair = false
  /// Whether descriptors may come with its message.
  private(set) var usesPassed = false
  let call: ProgramCall
  private let names: SwiftNames
  private let isInThread: Bool
  var list: [String] = []
  private var addresses: ArraySlice<ProgramAddress>
  /// What gives the call a pointer, around it.
  private var wrapper: String?

  let form: SwiftForm
  /// Whether the helper counts its descriptors, so that the first number is left out.
  private var countsItself: Bool

  /// - Parameter isInThread: Whether another thread makes the call, which shares nothing but a buffer.
  init(_ call: ProgramCall, names: SwiftNames, isInThread: Bool = false) {
    (self.call, self.names, self.isInThread) = (call, names, isInThread)
    form = ProgramFunction.named(call.call.name)?.swift ?? .plain
    countsItself = form == .poll || form == .select
    if form == .missing { helpers.insert(call.call.name) }
    addresses = call.addresses[...]
    function = called()
    if countsItself { helpers.insert(function) }
    for argument in call.call.arguments { add(argument) }
  }

  /// The whole expression.
  var text: String {
    let call = "\(function)(\(list.joined(separator: ", ")))"
    return wrapper.map { "\($0) { \(call) }" } ?? call
  }

  private var function = ""

  /// The name of the function that is called, which may be a helper.
  private mutating func called() -> String {
    switch form {
    case .plain: Self.helper(call.call) ?? call.call.name
    case .missing, .request: call.call.name
    case .vectors: use(call.call.traits.contains(.sends) ? "writeVectors" : "readVectors")
    case .message: use(call.call.traits.contains(.sends) ? "sendMessage" : "receiveMessage")
    case .sendFile: call.call.sendsFile ? use("sendFile") : call.call.name
    case .lookUp: use("lookUp")
    case .limit: use("setLimit")
    case .poll: "pollFor"
    case .select: "selectFrom"
    case .signal: "signal"
    }
  }

  /// The helper that makes a call which the C library does not have.
  private static func helper(_ call: Call) -> String? {
    let names = [
      "send_all": "sendAll", "recv_all": "receiveAll", "recv_count": "receiveCount", "recv_until": "receiveUntil",
    ]
    return CFunction.helper(call).flatMap { names[$0] }
  }

  private mutating func add(_ argument: Argument) {
    switch argument {
    case .integer(let number), .length(let number): add(number: number)
    case .descriptor(let number): add(descriptor: number)
    case .symbol(let symbol): add(symbol: symbol)
    case .path(let path): list.append(SwiftLiteral.string(path))
    case .bytes(let bytes): list.append(data(bytes))
    case .buffer: receive()
    case .address(let address): pass(address)
    case .addressOut: wrap("withPeer")
    case .filled(let text) where call.call.shape != .pair: fill(text)
    case .descriptorPairOut, .filled:
      usesPair = true
      list.append("&pair")
    case .vectors(let buffers): list.append("[\(buffers.map { "Array(\(bytes($0)))" }.joined(separator: ", "))]")
    case .vectorsOut(let lengths):
      receive()
      list.append("\(lengths)")
    case .message(let message): pass(message)
    case .messageOut(let buffer):
      receive()
      usesPassed = !isInThread
      list += ["\(buffer.lengths)", "\(buffer.control)"] + (isInThread ? [] : ["&passed"])
    case .epollEvent(let event):
      let events = ConstantTable.epollEvents.flags(Int32(bitPattern: event.events))
      list += [epollEvents(events), variable(Int32(truncatingIfNeeded: event.data))]
    case .epollEventsOut: break
    case .option(let form, let bytes):
      let (helper, value) = SwiftSymbol.option(form, bytes)
      helpers.insert(helper)
      wrap("\(helper)(\(value))", helper: nil)
    case .optionOut(let form):
      helpers.insert("withRoom")
      wrap("withRoom(\(form.capacity))", helper: nil)
    case .polled(let entries): poll(entries)
    case .selected(_, let members):
      list.append(members.isEmpty ? "nil" : "[\(members.map(variable).joined(separator: ", "))]")
    default: list.append("0")
    }
  }

  private mutating func wrap(_ text: String, helper: String? = "withPeer") {
    if let helper { helpers.insert(helper) }
    wrapper = text
    list += ["$0", "$1"]
  }

  /// Makes the call with a pointer that `text` gives.
  mutating func wrap(pointer text: String, helper: String) {
    helpers.insert(helper)
    wrapper = text
    list.append("$0")
  }

  private mutating func add(number: Int) {
    guard countsItself else { return list.append(call.call.process(number) ?? "\(number)") }
    countsItself = false
  }

  private mutating func add(symbol: String) {
    guard form != .signal else { return handle(symbol) }
    if let own = structure(symbol) { return list += own }
    list.append(SwiftSymbol.inSwift(symbol) ?? symbol)
  }

  /// The words of sigaction, for signal.
  private mutating func handle(_ symbol: String) {
    if symbol.hasPrefix("{sa_handler=") {
      list.append(symbol.hasSuffix("SIG_IGN}") ? "SIG_IGN" : "{ _ in }")
    } else if symbol != "NULL" {
      list.append(symbol)
    }
  }

  private mutating func add(descriptor number: Int32) {
    list.append(variable(number))
    guard let helper = Self.helper(call.call) else { return }
    helpers.insert(helper)
    if call.call.traits.contains(.receives) { receive() }
  }

  func variable(_ number: Int32) -> String {
    call.descriptors[number].map { names.variables[$0] } ?? "\(number)"
  }

  mutating func receive() {
    room = max(room ?? 0, call.call.length ?? 0)
    list.append("&buf")
  }

  /// The bytes as something that can be gone through.
  mutating func bytes(_ bytes: [UInt8]) -> String {
    if RepeatedBytes(bytes) != nil { helpers.insert("repeated") }
    return SwiftLiteral.bytes(bytes)
  }

  private mutating func use(_ helper: String) -> String {
    helpers.insert(helper)
    return helper
  }

  private mutating func data(_ bytes: [UInt8]) -> String {
    if RepeatedBytes(bytes) != nil {
      helpers.insert("repeated")
      return SwiftLiteral.bytes(bytes)
    }
    return Self.helper(call.call) == nil ? SwiftLiteral.data(bytes) : "Array(\(SwiftLiteral.bytes(bytes)))"
  }

  private mutating func poll(_ entries: [PollEntry]) {
    let parts = entries.map { entry in
      let events = ConstantTable.pollEvents.flags(Int32(UInt16(bitPattern: entry.events)))
      return "(\(variable(entry.descriptor)), \(SwiftSymbol.inSwift(events) ?? "0"))"
    }
    list.append("[\(parts.joined(separator: ", "))]")
  }

  // MARK: Addresses

  private mutating func pass(_ address: SocketAddress) { wrap("\(source(address)).pass", helper: nil) }

  /// The next address.
  mutating func source(_ address: SocketAddress) -> String {
    helpers.insert("Address")
    switch addresses.popFirst() ?? .literal(address) {
    case .of(let handle): return names.addresses[handle] ?? "nil"
    case .port(let handle, let address): return write(address, port: "\(names.addresses[handle] ?? "nil").port")
    case .literal(let address): return write(address, port: "\(address.port)")
    }
  }

  private mutating func write(_ address: SocketAddress, port: String) -> String {
    let (helper, arguments) =
      switch address {
      case .ipv4: ("ipv4", "\(SwiftLiteral.string(address.host)), \(port)")
      case .ipv6(let high, let low, _, let scope):
        ("ipv6", "\"\(SocketAddress.ipv6(high, low, port: 0, scope: 0).host)\", \(port), scope: \(scope)")
      case .unix(let path): ("local", "\(SwiftLiteral.bytes(path)), length: \(address.length)")
      case .netlink(let port, let groups): ("netlink", "\(port), groups: \(groups)")
      case .packet(let link): ("link", "\(link.interface), type: \(link.type), \(link.bytes)")
      default: ("noAddress", "")
      }
    helpers.insert(helper)
    return "\(helper)(\(arguments))"
  }
}

/// How a program calls what it works with.
struct SwiftNames {
  /// The constant of each handle.
  let variables: [String]
  /// The constant that has the address of a handle, as it was asked for last.
  var addresses: [Int: String] = [:]
}
