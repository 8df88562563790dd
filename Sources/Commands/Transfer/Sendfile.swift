import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let sendfile = Command(
    name: "sendfile", group: .transfer,
    parameters: [
      .handle, Parameter("FILE", .file), Parameter("OFFSET", .integer, optional: true),
      Parameter("COUNT", .integer, optional: true),
    ],
    summary: "Send COUNT bytes of FILE from OFFSET on, inside the kernel.",
    korean: "FILE을 OFFSET부터 COUNT바이트, 커널 안에서 바로 보냅니다.",
    manual: """
      Three calls: open, sendfile and close; the result is that of sendfile, or of open if that failed. FILE may also be a handle, such
      as one that open has made, and then it is one call (write ./name for a file that is called like a handle). Without OFFSET it sends from
      the beginning of the file, without COUNT all that is left of it. The bytes never pass through the program: this is how web
      servers answer.
      """,
    byHand: ["offset"],
    outputs: signalGiven,
    examples: [
      "socket a tcp = fd", "sendfile a /nowhere/at/all = -1 ENOENT", "sendfile a /etc/passwd 0 10 = -1 EPIPE",
    ],
    inC: CForm(.handle(0), .handle(1), .offset(2), .number(3))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    if let source = try arguments.source(1) {
      try table.permitSending(on: target, at: arguments.span(0))
      let offset = try arguments.sendfileOffset(2)
      let count = try arguments.integer(3, default: 65536, in: 0...Int(Int64.max))
      return .call(.sendingFile(from: source, offset, count, to: target))
    }
    let pointer = try arguments.pointer(byHand: "offset")
    let path = try arguments.sizedPath(1)
    let offset: Int? = arguments.count > 2 ? try arguments.integer(2, default: 0, in: 0...Int(Int64.max)) : nil
    let left = max(0, path.size - (offset ?? 0))
    let count = try arguments.integer(3, default: left, in: 0...Int(Int64.max))
    try table.permitSending(on: target, at: arguments.span(0))
    let descriptor = target.descriptor
    // What came of it is held against all that there is to send, which may be less than `count`: a device has no end, and
    // what goes to memory must have room there.
    let isToMemory = target.handle?.kind == .memfd
    let call = Call(
      "sendfile", .sends, .descriptor(descriptor), .path(path.text), .offset(offset),
      .length(isToMemory ? count : min(count, left)))
    return .call(
      .repeating(call, on: target, in: table) { calls in
        let file = calls.make(Call("open", .opens, .path(path.text), .symbol("O_RDONLY"))) { _ in
          Int(Glibc.open(path.text, O_RDONLY))
        }
        guard !file.failed else { return -1 }
        let source = Int32(file.result)
        let sent = calls.make(
          Call(
            "sendfile", .sends, .descriptor(descriptor), .descriptor(source),
            pointer.map { .pointer($0) } ?? .offset(offset), .length(count))
        ) {
          if let pointer { return sockplay_sendfile(descriptor, source, pointer.of(Int64.self), count) }
          return $0.send(offset, count, from: source, to: descriptor)
        }
        _ = calls.make(Call("close", .closes, .descriptor(source))) { _ in Int(Glibc.close(source)) }
        return sent.result
      })
  }
}

extension Invocation {
  /// sendfile(2) from a descriptor.
  fileprivate static func sendingFile(
    from source: Target, _ offset: OffsetByHand, _ count: Int, to target: Target
  ) -> Invocation {
    let (from, to) = (source.descriptor, target.descriptor)
    return Invocation(
      Call("sendfile", [.sends, .mayEndEarly], .descriptor(to), .descriptor(from), offset.argument, .length(count)),
      on: target, wait: source.wait(.unknown), alsoAffects: source.handle
    ) { _ in offset.passed { sockplay_sendfile(to, from, $0, count) } }
  }
}

extension Arguments {
  /// The descriptor that the word names instead of a file, if it does.
  fileprivate func source(_ index: Int) throws(Diagnostic) -> Target? {
    let text = try text(index)
    return try text.hasPrefix(Self.numberPrefix) || table.find(text)?.isOpen == true ? target(named: text, index) : nil
  }

  fileprivate func sendfileOffset(_ index: Int) throws(Diagnostic) -> OffsetByHand {
    let byHand = try offset(byHand: "offset")
    guard byHand == .none, index < count, wrongPointer(index) == nil else { return byHand }
    return .offset(Int64(try integer(index, default: 0, in: 0...Int(Int64.max))))
  }
}

extension Argument {
  fileprivate static func offset(_ offset: Int?) -> Argument { offset.map { .filled("[\($0)]") } ?? .symbol("NULL") }
}

extension Received {
  /// sendfile(2), which moves the offset that it is given.
  fileprivate mutating func send(_ offset: Int?, _ count: Int, from file: Int32, to descriptor: Int32) -> Int {
    guard let offset else { return sockplay_sendfile(descriptor, file, nil, count) }
    var position = Int64(offset)
    let result = sockplay_sendfile(descriptor, file, &position, count)
    if result >= 0 { details = .filled(inC: "[\(offset)] => [\(position)]") }
    return result
  }
}

extension Arguments {
  /// A path, and how large the file is now.
  fileprivate func sizedPath(_ index: Int) throws(Diagnostic) -> (text: String, size: Int) {
    let text = try path(index)
    // The file may be another when the line is played again.
    table.touch()
    var status = stat()
    return (text, stat(text, &status) == 0 ? Int(status.st_size) : 0)
  }
}
