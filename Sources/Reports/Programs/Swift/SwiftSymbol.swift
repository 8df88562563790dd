import Sockets

/// What a call shows as text, as Swift has it.
enum SwiftSymbol {
  /// A constant, several with `|` between them, or a length of time; nil where Swift has nothing of that form.
  static func inSwift(_ symbol: String) -> String? {
    guard let inC = CSymbol.inC(symbol), missing(in: symbol) == nil else { return nil }
    if let time = time(symbol) { return time }
    if inC == "NULL" { return "nil" }
    if inC.hasPrefix("htons("), let type = ConstantTable.etherTypes.value(String(inC.dropFirst(6).dropLast())) {
      return "Int32(UInt16(\(type)).bigEndian)"
    }
    return inC.split(separator: " | ").map { part in
      if let number = ConstantTable.netlinkProtocols.value(String(part)), part.first?.isLetter == true {
        return "\(number)"
      }
      if part == "RLIMIT_MEMLOCK" { return "__RLIMIT_MEMLOCK" }  // What the module calls it.
      return wrapped.contains(where: part.hasPrefix) ? "int(\(part))" : String(part)
    }.joined(separator: " | ")
  }

  /// Those that Swift has with other types than their calls take.
  private static let wrapped = ["SOCK_", "IPPROTO_", "MSG_", "SHUT_"]

  /// The first constant of `symbol` that the module Glibc does not have.
  static func missing(in symbol: String) -> Substring? {
    symbol.split(separator: "|").first {
      absent.contains(String($0)) || $0.hasPrefix("IPTOS_")
    }
  }

  /// Those that are another number on each machine, so that a program cannot declare them itself.
  private static let absent: Set<String> = ["MSG_SOCK_DEVMEM", "O_DIRECT"]

  /// Those that a program declares itself, with the numbers that they have on every machine.
  static let own = [
    "EAI_ADDRFAMILY": "-9", "EAI_NODATA": "-5", "F_GETPIPE_SZ": "1032", "F_SETPIPE_SZ": "1031",
    "O_PATH": "0o10000000", "PACKET_AUXDATA": "8", "PACKET_VERSION": "10", "POLLMSG": "0x400", "POLLRDHUP": "0x2000",
    "SOL_UDP": "17", "UDP_CORK": "1", "UDP_GRO": "104", "UDP_SEGMENT": "103",
  ].merging(CSymbol.young) { own, _ in own }

  /// `{tv_sec=1, tv_usec=0}`
  static func time(_ symbol: String) -> String? {
    guard let match = symbol.wholeMatch(of: /{tv_sec=(-?[0-9]+), tv_usec=(-?[0-9]+)}/) else { return nil }
    return "timeval(tv_sec: \(match.1), tv_usec: \(match.2))"
  }

  /// The value of a socket option, and the helper that passes it.
  static func option(_ form: OptionForm, _ bytes: [UInt8]) -> (helper: String, value: String) {
    func number(_ start: Int) -> Int32 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
    }
    func long(_ start: Int) -> Int64 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int64.self) }
    }
    switch form {
    case .linger where bytes.count == 8: return ("pass", "linger(l_onoff: \(number(0)), l_linger: \(number(4)))")
    case .time where bytes.count == 16: return ("pass", "timeval(tv_sec: \(long(0)), tv_usec: \(long(8)))")
    case .flag, .integer, .named, .nothing, .constant, .errno, .ports:
      guard bytes.count == 4 else { fallthrough }
      return ("pass", "Int32(\(number(0)))")
    default: return ("passBytes", SwiftLiteral.bytes(bytes))
    }
  }
}

/// Words that no variable of a Swift program may be called.
enum SwiftWord {
  static let reserved: Set<String> = Set(
    (keywords + ReservedCWord.library).flatMap { $0.split(separator: " ").map(String.init) }
      + SwiftHelper.all.map(\.name))

  private static let keywords = [
    "actor any as associatedtype async await borrowing break case catch class consuming continue default defer deinit do",
    "dynamic else enum extension fallthrough false fileprivate final for func get guard if import in indirect infix init",
    "inout internal is lazy left let macro mutating nil none nonisolated open operator optional override package postfix",
    "precedence prefix private protocol public repeat required rethrows return right self set some static struct subscript",
    "super switch throw throws true try typealias unowned var weak where while willSet didSet Self Type Any Protocol",
    "Array Bool Double Error Int Int16 Int32 Int64 String UInt UInt8 UInt16 UInt32 Sequence Sendable Swift Glibc",
    "EpollEvents bytes function passed Address Failure Job address buf error failure main pair play print min max abs stride zip type repeatElement",
    "withUnsafeBytes withUnsafePointer withUnsafeMutableBytes withUnsafeMutablePointer swap sequence dump fatalError",
  ]
}
