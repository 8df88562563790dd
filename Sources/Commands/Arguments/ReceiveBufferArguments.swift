import Handles
import SessionLanguage
import Sockets
import Text

/// What the words of `recvmsg` and `recvmmsg` say, in any order.
struct ReceiveBufferArguments {
  private(set) var lengths: [Int] = []
  /// Room for control messages: enough for all that the kernel says about one datagram.
  private(set) var control = 1024
  private(set) var flags: Int32 = 0
  /// Names for the descriptors that may come.
  private(set) var names: [String] = []
  /// Names for descriptors of processes that may come.
  private(set) var processes: [String] = []
  /// The last argument of recvmmsg, in milliseconds.
  private(set) var timeout: Int?
  /// The same as a pointer that is wrong on purpose.
  private(set) var timePointer: WrongPointer?

  /// Words that have a value after a colon.
  private static let named: Set<String> = ["control", "SCM_RIGHTS", "SCM_PIDFD", "timeout"]

  /// The room for one message.
  var buffer: MessageBuffer { MessageBuffer(lengths.isEmpty ? [Parameter.usualLength] : lengths, control: control) }

  init(_ arguments: Arguments, from first: Int) throws(Diagnostic) {
    for index in first..<max(first, arguments.count) { try read(arguments, index) }
    let all = names + processes
    if let twice = all.first(where: { name in all.count { $0 == name } > 1 }) {
      throw Diagnostic("the name \(twice) is given twice", at: arguments.span(first))
    }
  }

  private mutating func read(_ arguments: Arguments, _ index: Int) throws(Diagnostic) {
    let text = try arguments.text(index)
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let value = parts.count > 1 ? parts[1] : ""
    if parts.count == 1, Self.named.contains(text) { throw arguments.noValue(text, index) }
    switch parts[0] {
    case "control": control = try arguments.size(value, in: 0...1 << 20, at: index)
    case "SCM_RIGHTS": names += try arguments.names(value, at: index)
    case "SCM_PIDFD": processes += try arguments.names(value, at: index)
    case "timeout":
      timePointer = WrongPointer(word: value)
      if timePointer != nil { return }
      guard let time = TimeText.milliseconds(value) else {
        throw .invalid("time", value, at: arguments.span(index), label: "such as timeout:200ms")
      }
      timeout = time
    case let flag where flag.hasPrefix("MSG_"): flags |= try arguments.flags(index, from: .messageFlags)
    default: lengths.append(try arguments.length(index, default: 0))
    }
    try arguments.checkBuffers(buffer.lengths.reduce(0, +), index)
  }

  // MARK: What comes of them

  /// Takes the descriptors that came into `table`, under the names that were kept for them.
  func take(_ answer: Answer, into table: HandleTable) -> [Handle] {
    var (names, processes) = (names[...], processes[...])
    var made: [Handle] = []
    for message in answer.received.messages.flatMap(\.control) {
      for descriptor in message.descriptors {
        let name = (message.kind?.form == .process ? processes.popFirst() : names.popFirst()) ?? table.freshName()
        made.append(table.adopt(name, descriptor: descriptor, isNonblocking: table.kernel.isNonblocking(descriptor)))
      }
    }
    return made
  }
}

extension Arguments {
  fileprivate func size(_ text: String, in range: ClosedRange<Int>, at index: Int) throws(Diagnostic) -> Int {
    guard let size = Size.parse(text), range.contains(size) else {
      throw .invalid("size", text, at: span(index), label: "a number of bytes, up to 1M")
    }
    return size
  }

  /// Names for new handles, joined with commas.
  fileprivate func names(_ text: String, at index: Int) throws(Diagnostic) -> [String] {
    var names: [String] = []
    for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      names.append(try newName(name, at: index))
    }
    return names
  }
}

extension HandleTable {
  /// The words that a received message gives besides its data.
  func words(of message: ReceivedMessage) -> [String] {
    let name = { (descriptor: Int32) in self.owner(of: descriptor)?.name ?? "\(descriptor)" }
    let control = message.control.map { $0.word(name) }
    return message.flags == 0 ? control : control + ["msg_flags:" + ConstantTable.messageFlags.flags(message.flags)]
  }
}

extension Parameter {
  /// What `recvmsg` and `recvmmsg` take: lengths, room for control messages, names and flags, in any order.
  static let messageOut = Parameter("BUFFER", .messageOut, optional: true, repeats: true)
}
