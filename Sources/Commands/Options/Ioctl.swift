import CSockets
import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let ioctl = Command(
    name: "ioctl", group: .options,
    parameters: [
      .handle, Parameter("REQUEST", .choice(IORequest.all.map(\.symbol))), Parameter("VALUE", .text, optional: true),
    ],
    summary: "Make a request of a descriptor that has no call of its own.",
    korean: "따로 호출이 없는 요청을 디스크립터에 합니다.",
    manual: """
      VALUE is on or off for FIONBIO and FIOASYNC, a process for SIOCSPGRP (self is this one), an interface such as lo for
      SIOCGIFADDR and its like, and an index for SIOCGIFNAME. sockplay ignores SIGIO.

      """ + IORequest.all.map { "  \($0.symbol): \($0.meaning)." }.joined(separator: "\n"),
    outputs: "what was asked for, such as 5 for FIONREAD or 127.0.0.1 for SIOCGIFADDR",
    examples: [
      "socket a udp = fd", "bind a 127.0.0.1:0 = 0", #"sendto a "Hello" {a} = 5"#, "ioctl a FIONREAD = 0 5",
      "ioctl a SIOCGIFADDR lo = 0 127.0.0.1",
      "ioctl a SIOCGIFFLAGS lo = 0 IFF_UP|IFF_LOOPBACK|IFF_RUNNING", "ioctl a SIOCGIFMTU nosuch = -1 ENODEV",
      "ioctl a FIONBIO on = 0",
    ],
    inC: CForm(.handle(0), .constant(1), .setting(2))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let request = try arguments.ioRequest(1)
    let descriptor = target.descriptor
    if let pointer = arguments.wrongPointer(2) {
      let call = Call("ioctl", .descriptor(descriptor), .symbol(request.symbol), .pointer(pointer))
      return .call(Invocation(call, on: target) { _ in Int(sockplay_ioctl(descriptor, request.number, pointer.raw)) })
    }
    let memory = try arguments.memory(of: request, 2)
    let isFlag = request.symbol == "FIONBIO"
    return .call(
      Invocation(
        Call("ioctl", request.traits, .descriptor(descriptor), .symbol(request.symbol), request.argument(memory)),
        on: target,
        finish: { table, answer in
          if isFlag, !answer.failed, let handle = target.handle { table.recordNonblocking(handle, memory[0] != 0) }
          return []
        },
        outputs: { $1.received.words },
        body: { $0.ask(request, memory) { sockplay_ioctl(descriptor, request.number, $0) } }))
  }
}

extension IORequest {
  /// The third argument as it is before the call.
  fileprivate func argument(_ memory: [UInt8]) -> Argument {
    switch form {
    case .number, .owner, .time: .filled("arg")
    case .flag, .newOwner: .symbol(read(memory, quote: { Literal.text($0) }).inC)
    case .interface: .filled("{ifr_name=\(Literal.text(memory.prefix { $0 != 0 }))}")
    case .interfaceName: .filled("{ifr_ifindex=\(memory[Self.nameSize])}")
    }
  }
}

extension Received {
  /// Calls `ask` with a copy of `memory` and keeps what it reads afterwards.
  fileprivate mutating func ask(_ request: IORequest, _ memory: [UInt8], _ ask: (UnsafeMutableRawPointer?) -> Int32)
    -> Int
  {
    var memory = memory
    let result = memory.withUnsafeMutableBytes { ask($0.baseAddress) }
    guard result >= 0 else { return -1 }
    let (inC, word) = request.read(memory) { Literal.text($0) }
    details = .filled(inC: inC, words: word.map { [$0] } ?? [])
    return Int(result)
  }
}

extension Arguments {
  fileprivate func ioRequest(_ index: Int) throws(Diagnostic) -> IORequest {
    try row(index, "ioctl request", among: IORequest.all.map(\.symbol), IORequest.named)
  }

  fileprivate func memory(of request: IORequest, _ index: Int) throws(Diagnostic) -> [UInt8] {
    switch request.form {
    case .number, .owner, .time:
      guard index >= count else {
        throw Diagnostic("\(request.symbol) takes no value", at: span(index), label: "it only reads one")
      }
      return request.memory()
    case .flag: return request.memory(number: try isOn(index) ? 1 : 0)
    case .newOwner: return request.memory(number: try process(index))
    case .interfaceName: return request.memory(number: Int32(try integer(index, default: 1, in: 0...255)))
    case .interface:
      let name = index < count ? try bytes(index) : []
      guard !name.isEmpty, name.count < IORequest.nameSize, !name.contains(0) else {
        throw .missing("the name of an interface", at: span(index), example: "\(request.symbol) lo")
      }
      return request.memory(name: name)
    }
  }

  private func isOn(_ index: Int) throws(Diagnostic) -> Bool {
    let text = index < count ? try text(index) : ""
    guard let isOn = ["on": true, "1": true, "off": false, "0": false][text] else {
      throw .invalid("value", text, at: span(index), label: "on or off")
    }
    return isOn
  }
}
