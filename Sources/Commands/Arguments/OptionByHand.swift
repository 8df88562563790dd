import Glibc
import Handles
import SessionLanguage
import Sockets

/// The arguments `optval` and `optlen` of getsockopt(2), one of them by hand.
struct OptionRoom: Sendable {
  private let pointer: WrongPointer?
  private let length: LengthPointer
  /// How large the memory is that the kernel may write to.
  private let capacity: Int

  fileprivate init(_ pointer: WrongPointer?, _ length: LengthPointer, _ capacity: Int) {
    (self.pointer, self.length, self.capacity) = (pointer, length, capacity)
  }

  var argument: Argument { .filled(text(nil)) }

  private func text(_ written: socklen_t?) -> String {
    let size: String
    switch length {
    case .wrong(let pointer): size = pointer.inC
    case .length(let length): size = written.map { "[\(length) => \($0)]" } ?? "[\(length)]"
    }
    return "\(pointer?.inC ?? "val"), \(size)"
  }

  func take(
    _ received: inout Received, _ read: (UnsafeMutableRawPointer?, UnsafeMutablePointer<socklen_t>?) -> Int
  ) -> Int {
    var memory = [UInt8](repeating: 0, count: capacity)
    return memory.withUnsafeMutableBytes { raw in
      let room = pointer.map(\.raw) ?? raw.baseAddress
      switch length {
      case .wrong(let pointer): return read(room, pointer.of(socklen_t.self))
      case .length(let given):
        var written = socklen_t(bitPattern: given)
        let result = read(room, &written)
        if result >= 0 { received.details = .filled(inC: text(written)) }
        return result
      }
    }
  }
}

extension Arguments {
  /// More than any option has; a length by hand may not ask for a larger buffer.
  private static let mostOptionBytes = 1 << 16

  /// The room for the value of an option; nil when the line gives neither of its arguments.
  func optionRoom(capacity: Int) throws(Diagnostic) -> OptionRoom? {
    guard hasByHand else { return nil }
    let (pointer, length) = (try pointer(byHand: "optval"), try lengthPointer(byHand: "optlen"))
    guard pointer != nil || length != nil else { return nil }
    if pointer == nil, case .length(let length)? = length, Int(length) > Self.mostOptionBytes {
      throw try refusal(
        byHand: "optlen", "there is no buffer of \(length) bytes", help: "add optval:badptr for no buffer at all")
    }
    let least = if case .length(let length)? = length { max(0, Int(length)) } else { 0 }
    return OptionRoom(
      pointer, length ?? .length(Int32(capacity)), pointer == nil ? max(capacity, least) : 0)
  }

  /// The value of `option` from `index` on, where it is a pointer that is wrong on purpose or has a length by hand; nil
  /// for any other.
  func optionByHand(_ option: SocketOption, from index: Int) throws(Diagnostic) -> PassedOption? {
    let pointer = count == index + 1 ? wrongPointer(index) : nil
    guard pointer != nil || hasByHand else { return nil }
    let length = try number(byHand: "optlen", in: Int(Int32.min)...Int(UInt32.max)).map {
      Int32(truncatingIfNeeded: $0)
    }
    if option.form.joins { try table.permit(.joinGroup, at: span(index)) }
    if let pointer { return PassedOption(pointer: pointer, bytes: [], length: length ?? Int32(option.form.capacity)) }
    if let value = try time(of: option, from: index) {
      return PassedOption(pointer: nil, bytes: value, length: length ?? Int32(value.count))
    }
    guard let length else { return nil }
    let bytes = try value(of: option, from: index)
    guard case .filter = option.form else { return PassedOption(pointer: nil, bytes: bytes, length: length) }
    throw try refusal(byHand: "optlen", "the length of \(option.symbol) cannot be given", help: option.meaning)
  }

  /// A `struct timeval` by its members, which may hold what is no time.
  private func time(of option: SocketOption, from index: Int) throws(Diagnostic) -> [UInt8]? {
    guard case .time = option.form, index == count else { return nil }
    let (seconds, microseconds) = (try number(byHand: "tv_sec"), try number(byHand: "tv_usec"))
    guard seconds != nil || microseconds != nil else { return nil }
    return [seconds ?? 0, microseconds ?? 0].flatMap { number in withUnsafeBytes(of: number) { Array($0) } }
  }
}

/// The arguments `optval` and `optlen` of setsockopt(2).
struct PassedOption: Sendable {
  let pointer: WrongPointer?
  let bytes: [UInt8]
  let length: Int32
  /// What the kernel reads of the bytes.
  var read: [UInt8] { length < 0 ? bytes : Array(bytes.prefix(Int(length))) }

  /// What the call shows of them.
  func arguments(_ form: OptionForm) -> [Argument] {
    let value = form.isQuoted ? Literal.text(form.quoted(bytes)) : form.inC(bytes)
    return [.symbol(pointer?.inC ?? value), .integer(Int(length))]
  }

  func passed(to set: (UnsafeRawPointer?, socklen_t) -> Int) -> Int {
    let size = socklen_t(bitPattern: length)
    if let pointer { return set(pointer.raw.map { UnsafeRawPointer($0) }, size) }
    return bytes.withUnsafeBytes { bytes in
      GuardedMemory.pass(bytes) { set($0.map { UnsafeRawPointer($0) }, size) }
    }
  }
}

extension OptionForm {
  /// Whether a value of this form names a group, and an interface that another length would cut off.
  fileprivate var joins: Bool {
    switch self {
    case .membership, .sourceMembership, .sourceFilter, .membership6: true
    default: false
    }
  }
}
