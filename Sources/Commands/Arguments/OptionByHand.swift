import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

extension Arguments {
  /// The value of `option` from `index` on, or a pointer that is wrong on purpose, and the length that the line gives by
  /// hand.
  func passedOption(_ option: SocketOption, from index: Int) throws(Diagnostic) -> PassedOption {
    let pointer = count == index + 1 ? wrongPointer(index) : nil
    let length = try number32(byHand: "optlen")
    if option.form.joins, pointer != nil || hasByHand { try table.permit(.joinGroup, at: span(index)) }
    if let pointer { return PassedOption(pointer: pointer, bytes: [], length: length ?? Int32(option.form.capacity)) }
    if let value = try time(of: option, from: index) {
      return PassedOption(pointer: nil, bytes: value, length: length ?? Int32(value.count))
    }
    let bytes = try value(of: option, from: index)
    guard length != nil, case .filter = option.form else {
      return PassedOption(pointer: nil, bytes: bytes, length: length)
    }
    throw try refusal(byHand: "optlen", "the length of \(option.symbol) cannot be given", help: option.meaning)
  }

  /// A `struct timeval` by its members, which may hold what is no time.
  private func time(of option: SocketOption, from index: Int) throws(Diagnostic) -> [UInt8]? {
    let (seconds, microseconds) = (try number(byHand: "tv_sec"), try number(byHand: "tv_usec"))
    guard seconds != nil || microseconds != nil else { return nil }
    guard case .time = option.form, index == count else {
      throw try refusal(
        byHand: seconds == nil ? "tv_usec" : "tv_sec", "tv_sec and tv_usec replace a time",
        help: "for example: setsockopt cli SO_RCVTIMEO tv_sec:0 tv_usec:100")
    }
    return [seconds ?? 0, microseconds ?? 0].flatMap(\.bytesInMemory)
  }
}

/// The arguments `optval` and `optlen` of setsockopt(2).
struct PassedOption: Sendable {
  let pointer: WrongPointer?
  let bytes: [UInt8]
  /// By hand; nil for that of the bytes.
  let length: Int32?

  /// What the kernel reads of the bytes.
  var read: [UInt8] {
    guard let length, length >= 0 else { return bytes }
    return Array(bytes.prefix(Int(length)))
  }

  /// What the call shows of them.
  func arguments(_ form: OptionForm) -> [Argument] {
    guard let length else { return [.option(form, bytes)] }
    let value = form.isQuoted ? Literal.text(form.quoted(bytes)) : form.inC(bytes)
    return [.symbol(pointer?.inC ?? value), .integer(Int(length))]
  }

  func passed(to set: (UnsafeRawPointer?, socklen_t) -> Int) -> Int {
    guard let length else { return set(bytes, socklen_t(bytes.count)) }
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
