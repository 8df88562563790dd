import Sockets
import Text

/// What a call shows as text, as C has it.
enum CSymbol {
  /// A constant, several with `|` between them, or a structure; nil where C has nothing of that form.
  static func inC(_ symbol: String) -> String? {
    if symbol.split(separator: "|").allSatisfy(isConstant), !symbol.isEmpty {
      return symbol.split(separator: "|").joined(separator: " | ")
    }
    if symbol.hasPrefix("htons("), symbol.hasSuffix(")"), isConstant(symbol.dropFirst(6).dropLast()) { return symbol }
    if symbol.hasPrefix("{sa_handler=") {
      let handler = symbol.hasSuffix("SIG_IGN}") ? "SIG_IGN" : "note_sigpipe"
      return "&(struct sigaction){.sa_handler = \(handler)}"
    }
    return time(symbol) ?? timer(symbol)
  }

  /// `{it_interval={0, 0}, it_value={1, 0}}`
  private static func timer(_ symbol: String) -> String? {
    guard let match = symbol.wholeMatch(of: /{it_interval={(\d+, \d+)}, it_value={(\d+, \d+)}}/) else { return nil }
    return "&(struct itimerspec){.it_interval = {\(match.1)}, .it_value = {\(match.2)}}"
  }

  /// Those that not every C library has yet, and the numbers that they have on every machine.
  static let young = ["IPV6_FLOWINFO": "11", "IP_LOCAL_PORT_RANGE": "51", "SOL_SCTP": "132", "SO_PASSPIDFD": "76"]

  private static func isConstant(_ part: Substring) -> Bool {
    part.utf8.allSatisfy { $0.isDigit || (0x41...0x5a).contains($0) || $0 == UInt8(ascii: "_") }
      || part.hasPrefix("0x") && part.dropFirst(2).allSatisfy(\.isHexDigit)
  }

  /// `{tv_sec=1, tv_usec=0}`
  private static func time(_ symbol: String) -> String? {
    guard let match = symbol.wholeMatch(of: /{tv_sec=(-?[0-9]+), (tv_usec|tv_nsec)=(-?[0-9]+)}/) else { return nil }
    let name = match.2 == "tv_usec" ? "timeval" : "timespec"
    return "&(struct \(name)){.tv_sec = \(match.1), .\(match.2) = \(match.3)}"
  }
}

extension WrongPointer {
  /// The pointer that a call shows as `symbol`; nil where it shows none.
  init?(inC symbol: String) {
    guard let pointer = [WrongPointer.null, .forbidden].first(where: { $0.inC == symbol }) else { return nil }
    self = pointer
  }
}

extension ProgramCall {
  /// Whether NULL is one of its usual arguments.
  var takesNull: Bool { ProgramFunction.named(call.name)?.takesNull == true }

  /// Whether it is given a pointer that leads nowhere, or room for what the kernel writes whose length is wrong.
  var isWrongInMemory: Bool {
    call.arguments.contains { argument in
      switch argument {
      case .symbol(let symbol): WrongPointer(inC: symbol).map { $0 == .forbidden || !takesNull } ?? false
      case .filled(let text): [.plain, .option].contains(call.shape) && text.contains(", ")
      default: false
      }
    }
  }
}

/// The value of a socket option, as C has it, and its length.
struct COption {
  let arguments: [String]

  init(_ form: OptionForm, _ bytes: [UInt8], indentation: String) {
    switch form {
    case .linger where bytes.count == 8:
      let (on, time) = (Self.number(bytes, 0), Self.number(bytes, 4))
      arguments = ["&(struct linger){.l_onoff = \(on), .l_linger = \(time)}", "sizeof(struct linger)"]
    case .time where bytes.count == 16:
      let (seconds, rest) = (Self.long(bytes, 0), Self.long(bytes, 8))
      arguments = ["&(struct timeval){.tv_sec = \(seconds), .tv_usec = \(rest)}", "sizeof(struct timeval)"]
    case .filter:
      let lines = stride(from: 0, to: bytes.count - 7, by: 8).map { Self.instruction(Array(bytes[$0..<$0 + 8])) }
      let program =
        "&(struct sock_fprog){\(lines.count), (struct sock_filter[]){\(lines.joined(separator: ", "))}}"
      arguments = [program, "sizeof(struct sock_fprog)"]
    case .flag, .integer, .named, .nothing, .constant, .errno, .ports:
      guard bytes.count == 4 else { fallthrough }
      arguments = ["&(int){\(Self.number(bytes, 0))}", "sizeof(int)"]
    default: arguments = [CLiteral.string(bytes, indentation: indentation), "\(bytes.count)"]
    }
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> Int32 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
  }

  private static func long(_ bytes: [UInt8], _ start: Int) -> Int64 {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int64.self) }
  }

  /// A `struct sock_filter`: the operation, two jumps, and a number.
  private static func instruction(_ bytes: [UInt8]) -> String {
    let operation = Int(bytes[0]) | Int(bytes[1]) << 8
    let value = UInt32(bitPattern: number(bytes, 4))
    return "{0x\(String(operation, radix: 16)), \(bytes[2]), \(bytes[3]), 0x\(String(value, radix: 16))}"
  }
}
