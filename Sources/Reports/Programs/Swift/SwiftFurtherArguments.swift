import Sockets

// Messages, requests and what else depends on what the call is.
extension SwiftArguments {
  /// What the kernel fills, or what is filled beforehand.
  mutating func fill(_ text: String) {
    if call.call.shape == .offsets { return pass(offset: text.trimmingBrackets) }
    guard text.hasPrefix("{"), let value = text.members.last?.value else {
      return wrap(pointer: "withNumber(0)", helper: "withNumber")
    }
    let isName = value.hasPrefix("\"")
    wrap(pointer: "withInterface(\(isName ? "" : "index: ")\(value))", helper: isName ? "withInterface" : "withIndex")
  }

  /// The helpers take a number, sendfile(2) a pointer to one.
  private mutating func pass(offset: String) {
    guard form == .sendFile, !call.call.sendsFile else { return list.append(offset) }
    wrap(pointer: "withOffset(\(offset))", helper: "withOffset")
  }

  /// What a symbol is where it is no constant; nil for any other.
  mutating func structure(_ symbol: String) -> [String]? {
    switch call.call.shape {
    case .request:
      if symbol.hasPrefix("[") {
        let number = symbol.trimmingBrackets
        wrap(pointer: "withNumber(\(call.call.process(number) ?? number))", helper: "withNumber")
        return []
      }
      return IORequest.named(symbol).map { request in
        ["FIONREAD", "FIONBIO"].contains(symbol) ? ["UInt(\(symbol))"] : ["0x\(String(request.number, radix: 16))"]
      }
    case .limit: return [symbol.member("rlim_cur") ?? SwiftSymbol.inSwift(symbol) ?? symbol]
    case .lookUp where symbol == CLocal.foundList: return []
    case .lookUp where symbol.hasPrefix("{"):
      return symbol.members.filter { $0.value != "0" }.map { lookUpMember($0.name, $0.value) }
    case .lookUp where symbol == "NULL": return list.count < 2 ? ["nil"] : []
    case .offsets where symbol == "NULL": return ["nil"]
    case .offsets where symbol.hasPrefix("["):
      pass(offset: symbol.trimmingBrackets)
      return []
    default: return symbol.hasPrefix("\"") ? [symbol] : nil
    }
  }

  private mutating func lookUpMember(_ name: String, _ value: String) -> String {
    let label = String(name.dropFirst("ai_".count))
    helpers.insert("int")
    let parts = value.split(separator: "|").map { "int(\($0))" }
    return "\(label): \(parts.joined(separator: " | "))"
  }

  /// Events of epoll, as numbers: the module has no names for them.
  func epollEvents(_ events: String) -> String {
    let names = events.split(separator: "|").map(String.init)
    return names.isEmpty || events == "0" ? "[]" : "[\(names.map { "." + $0.lowercased() }.joined(separator: ", "))]"
  }

  // MARK: Messages

  mutating func pass(_ message: Message) {
    let buffers = message.buffers.map { "Array(\(bytes($0)))" }
    list.append("[\(buffers.joined(separator: ", "))]")
    list.append(message.address.map { source($0) } ?? "nil")
    list.append("[\(message.control.map { item($0) }.joined(separator: ", "))]")
  }

  /// A control message: its level, its type and its data.
  private mutating func item(_ control: ControlMessage) -> String {
    helpers.insert("int")
    let descriptors = control.descriptors
    let data: String
    if !descriptors.isEmpty, descriptors.count * 4 == control.bytes.count {
      data = "bytes(of: [\(descriptors.map(variable).joined(separator: ", "))])"
    } else if control.isOwnCredentials {
      data = "bytes(of: [getpid(), Int32(getuid()), Int32(getgid())])"
    } else if control.bytes.count == 4, let number = control.number {
      data = "bytes(of: [\(number)])"
    } else {
      data = "Array(\(bytes(control.bytes)))"
    }
    return "(\(control.level), \(control.type), \(data))"
  }
}
