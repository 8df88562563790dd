import Sockets

/// A call as an expression of Swift.
struct SwiftArguments {
  private(set) var helpers: Set<String> = []
  /// The room for data that the call needs, in bytes; nil where it needs none.
  private(set) var room: Int?
  private(set) var usesPair = false
  private let call: ProgramCall
  private let names: SwiftNames
  private var list: [String] = []
  private var addresses: ArraySlice<ProgramAddress>
  /// What gives the call a pointer, around it.
  private var wrapper: String?

  let form: SwiftForm
  /// Whether the helper counts its descriptors, so that the first number is left out.
  private var countsItself: Bool

  init(_ call: ProgramCall, names: SwiftNames) {
    (self.call, self.names) = (call, names)
    form = ProgramFunction.named(call.call.name)?.swift ?? .plain
    countsItself = form == .poll || form == .select
    addresses = call.addresses[...]
    if countsItself { helpers.insert(function) }
    for argument in call.call.arguments { add(argument) }
  }

  /// The whole expression.
  var text: String {
    let call = "\(function)(\(list.joined(separator: ", ")))"
    return wrapper.map { "\($0) { \(call) }" } ?? call
  }

  private var function: String {
    switch form {
    case .plain: Self.helper(call.call) ?? call.call.name
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
    case .descriptorPairOut, .filled:
      usesPair = true
      list.append("&pair")
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

  private mutating func add(number: Int) {
    guard countsItself else { return list.append("\(number)") }
    countsItself = false
  }

  private mutating func add(symbol: String) {
    guard form != .signal else { return handle(symbol) }
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

  private func variable(_ number: Int32) -> String {
    call.descriptors[number].map { names.variables[$0] } ?? "\(number)"
  }

  private mutating func receive() {
    room = max(room ?? 0, call.call.length ?? 0)
    list.append("&buf")
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

  private mutating func pass(_ address: SocketAddress) {
    helpers.insert("Address")
    switch addresses.popFirst() ?? .literal(address) {
    case .of(let handle): wrap("\(names.addresses[handle] ?? "nil").pass", helper: nil)
    case .port(let handle, let address): write(address, port: "\(names.addresses[handle] ?? "nil").port")
    case .literal(let address): write(address, port: "\(address.port)")
    }
  }

  private mutating func write(_ address: SocketAddress, port: String) {
    let (helper, arguments) =
      switch address {
      case .ipv4: ("ipv4", "\(SwiftLiteral.string(address.host)), \(port)")
      case .ipv6(let high, let low, _, let scope):
        ("ipv6", "\"\(SocketAddress.ipv6(high, low, port: 0, scope: 0).host)\", \(port), scope: \(scope)")
      case .unix(let path): ("local", "\(SwiftLiteral.bytes(path)), length: \(address.length)")
      default: ("noAddress", "")
      }
    helpers.insert(helper)
    wrap("\(helper)(\(arguments)).pass", helper: nil)
  }
}

/// How a program calls what it works with.
struct SwiftNames {
  /// The constant of each handle.
  let variables: [String]
  /// The constant that has the address of a handle, as it was asked for last.
  var addresses: [Int: String] = [:]
}
