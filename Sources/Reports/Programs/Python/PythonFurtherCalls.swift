import SessionLanguage
import Sockets

// Messages, lists of buffers, files and names.
extension PythonCall {
  mutating func further(_ form: PythonForm) -> PythonExpression? {
    switch form {
    case .ioctl: return control()
    case .atMark:
      helpers.insert("at_mark")
      return PythonExpression(text: "at_mark(\(handle))", isNumber: true)
    case .readv:
      helpers.insert("readv")
      guard case .vectorsOut(let lengths) = arguments[1] else { return nil }
      return PythonExpression(text: "readv(\(number), \(lengths))", isData: true)
    case .writev:
      modules.insert("os")
      guard case .vectors(let buffers) = arguments[1] else { return nil }
      return Self.plain("os.writev(\(number), \(Self.list(buffers)))")
    case .sendMessage: return send()
    case .receiveMessage:
      helpers.insert("recv_message")
      guard case .messageOut(let room) = arguments[1] else { return nil }
      let text = "recv_message(\(handle), \(room.lengths), \(room.control)\(flags(2)))"
      return PythonExpression(text: text, isData: true, isMessage: true, index: "[0]")
    case .sendFile: return sendFile()
    case .splice: return splice()
    case .lookUp: return lookUp()
    case .names: return Self.plain("socket.getnameinfo(\(address), \(constants(arguments.last)))")
    case .limit: return limit()
    case .process:
      modules.insert("os")
      guard case .integer(let number) = arguments[0] else { return nil }
      return Self.plain("os.pidfd_open(\(process("\(number)")), \(integer(1)))")
    case .memory:
      modules.insert("os")
      return Self.plain("os.memfd_create(\(literal(arguments[0])), \(constants(arguments[1], in: "os")))")
    case .event:
      modules.insert("os")
      return Self.plain("os.eventfd(\(integer(0)), \(constants(arguments[1], in: "os")))")
    default: return nil
    }
  }

  private static func list(_ buffers: [[UInt8]]) -> String {
    "[\(buffers.map(PythonLiteral.bytes).joined(separator: ", "))]"
  }

  // MARK: Requests

  private mutating func control() -> PythonExpression? {
    guard let request = call.call.request else { return nil }
    modules.insert("fcntl")
    var name = "0x" + String(request.number, radix: 16)
    if request.symbol.hasPrefix("FIO"), request.form == .number || request.form == .flag {
      modules.insert("termios")
      name = "termios.\(request.symbol)"
    }
    return Self.plain("fcntl.ioctl(\(variable(call.call.descriptor ?? -1)), \(name), \(memory(of: request)))")
  }

  /// `number`, or this process where it is that of its own process.
  mutating func process(_ number: String) -> String {
    guard let process = call.call.process(number) else { return number }
    modules.insert("os")
    return "os.\(process)"
  }

  /// The bytes that a request is given.
  private mutating func memory(of request: IORequest) -> String {
    switch arguments[2] {
    case .symbol(let symbol):
      modules.insert("struct")
      return "struct.pack(\"i\", \(process(symbol.trimmingBrackets)))"
    case .filled(let text) where text.hasPrefix("{"):
      modules.insert("struct")
      let value = text.members.last?.value ?? ""
      return value.hasPrefix("\"") ? "struct.pack(\"40s\", b\(value))" : "struct.pack(\"16xi20x\", \(value))"
    default: return "bytes(\(request.form == .time ? 16 : 4))"
    }
  }

  private mutating func limit() -> PythonExpression? {
    guard case .symbol(let name) = arguments[0], case .symbol(let values) = arguments[1],
      let number = values.member("rlim_cur")
    else { return nil }
    modules.insert("resource")
    let limit = "resource.\(name)", soft = Int(number) == nil ? "resource.\(number)" : number
    return Self.plain("resource.setrlimit(\(limit), (\(soft), resource.getrlimit(\(limit))[1]))")
  }

  // MARK: Messages

  private mutating func send() -> PythonExpression? {
    guard let message = arguments[1].messages.first else { return nil }
    let control = message.control.map { control in
      let level = ControlKind.symbol(level: control.level)
      let kind = PythonSymbol.inPython(control.symbol) ?? "\(control.type)"
      return "(\(PythonSymbol.inPython(level) ?? "\(control.level)"), \(kind), \(value(control)))"
    }
    var parts = [Self.list(message.buffers), "[\(control.joined(separator: ", "))]", symbol(2)]
    if message.address != nil { parts.append(address) }
    // What is not given is so by itself.
    while parts.count > 1, parts.last == "[]" || parts.last == "0" { parts.removeLast() }
    return Self.plain("\(handle).sendmsg(\(parts.joined(separator: ", ")))")
  }

  private mutating func value(_ control: ControlMessage) -> String {
    let descriptors = control.descriptors
    if !descriptors.isEmpty, descriptors.count * 4 == control.bytes.count {
      modules.insert("struct")
      let letters = String(repeating: "i", count: descriptors.count)
      return "struct.pack(\"\(letters)\", \(descriptors.map(number).joined(separator: ", ")))"
    }
    if control.isOwnCredentials {
      modules.formUnion(["os", "struct"])
      return "struct.pack(\"iII\", os.getpid(), os.getuid(), os.getgid())"
    }
    return PythonLiteral.bytes(control.bytes)
  }

  // MARK: Files

  private mutating func sendFile() -> PythonExpression? {
    let count = call.call.length ?? 0, offset = offset(arguments[2])
    if call.call.sendsFile {
      helpers.insert("send_file")
      return PythonExpression(text: "send_file(\(number), \(path), \(offset), \(count))", isNumber: true)
    }
    guard case .descriptor(let source) = arguments[1] else { return nil }
    modules.insert("os")
    return PythonExpression(
      text: "os.sendfile(\(number), \(number(of: source)), \(offset), \(count))", isNumber: true)
  }

  private mutating func splice() -> PythonExpression? {
    guard case .descriptor(let target) = arguments[2] else { return nil }
    modules.insert("os")
    var text = "os.splice(\(number), \(number(of: target)), \(call.call.length ?? 0)"
    for (name, index) in [("offset_src", 1), ("offset_dst", 3)] where offset(arguments[index]) != "None" {
      text += ", \(name)=\(offset(arguments[index]))"
    }
    let flags = constants(arguments[5], in: "os")
    return PythonExpression(text: text + (flags == "0" ? ")" : ", flags=\(flags))"), isNumber: true)
  }

  private func offset(_ argument: Argument) -> String {
    switch argument {
    case .filled(let text): text.trimmingBrackets
    case .symbol(let symbol) where symbol.hasPrefix("["): symbol.trimmingBrackets
    default: "None"
    }
  }

  // MARK: Names

  private func lookUp() -> PythonExpression? {
    guard case .symbol(let hints) = arguments[2] else { return nil }
    var values = ["ai_family": "0", "ai_socktype": "0", "ai_protocol": "0", "ai_flags": "0"]
    for member in hints.hasPrefix("{") ? hints.members : [] { values[member.name] = constants(.symbol(member.value)) }
    let numbers = ["ai_family", "ai_socktype", "ai_protocol", "ai_flags"].compactMap { values[$0] }
    return Self.plain(
      "socket.getaddrinfo(\(literal(arguments[0])), \(literal(arguments[1])), \(numbers.joined(separator: ", ")))")
  }

  /// A text that C has between quotes.
  private func literal(_ argument: Argument) -> String {
    if case .symbol(let text) = argument, text != "NULL" { text } else { "None" }
  }

  /// Constants of a module, with `|` between them.
  private func constants(_ argument: Argument?, in module: String = "socket") -> String {
    guard case .symbol(let symbol)? = argument else { return argument == nil ? "0" : symbolOfNumber(argument) }
    return symbol.split(separator: "|").map { $0.first?.isNumber == true ? "\($0)" : "\(module).\($0)" }
      .joined(separator: " | ")
  }

  private func symbolOfNumber(_ argument: Argument?) -> String {
    if case .integer(let number)? = argument { "\(number)" } else { "0" }
  }
}

extension PythonHelper {
  static let further = [
    PythonHelper(
      "at_mark", ["fcntl", "struct"],
      """
      def at_mark(sock):
          \"""Returns 1 where urgent data are next, as sockatmark does in C. The request is SIOCATMARK.\"""
          return struct.unpack("i", fcntl.ioctl(sock, 0x8905, bytes(4)))[0]
      """),
    PythonHelper(
      "readv", ["os"],
      """
      def readv(descriptor, lengths):
          \"""Reads into several buffers, and returns what came.\"""
          buffers = [bytearray(length) for length in lengths]
          count = os.readv(descriptor, buffers)
          return b"".join(buffers)[:count]
      """),
    PythonHelper(
      "recv_message", ["socket", "struct"],
      """
      def recv_message(sock, lengths, room, flags=0):
          \"""Receives a message into several buffers, and returns its data and the descriptors that came with it.\"""
          buffers = [bytearray(length) for length in lengths]
          count, control, _, _ = sock.recvmsg_into(buffers, room, flags)
          descriptors = []
          for level, kind, data in control:
              if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                  descriptors += [number for number, in struct.iter_unpack("i", data)]
          return b"".join(buffers)[:count], descriptors
      """),
    PythonHelper(
      "send_file", ["os"],
      """
      def send_file(descriptor, path, offset, count):
          \"""Sends from a file: opens it, and closes it.\"""
          file = os.open(path, os.O_RDONLY)
          try:
              return os.sendfile(descriptor, file, offset, count)
          finally:
              os.close(file)
      """),
  ]
}
