import Sockets

/// An expression of Python, and what its value is.
struct PythonExpression {
  var text: String
  /// Data, and not how many they are.
  var isData = false
  /// A list, whose length is what C returns.
  var isList = false
  /// What C returns, where that is a number.
  var isNumber = false
  /// A message's data and the descriptors that came with it.
  var isMessage = false
  /// What of a value that has several parts the data are.
  var index = ""
}

/// The value of a socket option as Python has it.
enum PythonOption {
  static func value(_ form: OptionForm, _ bytes: [UInt8]) -> String {
    func number(_ start: Int) -> Int32 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int32.self) }
    }
    func long(_ start: Int) -> Int64 {
      bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: Int64.self) }
    }
    switch form {
    case .linger where bytes.count == 8: return "struct.pack(\"ii\", \(number(0)), \(number(4)))"
    case .time where bytes.count == 16: return "struct.pack(\"ll\", \(long(0)), \(long(8)))"
    case .flag, .integer, .named, .nothing, .constant, .errno, .ports:
      return bytes.count == 4 ? "\(number(0))" : PythonLiteral.bytes(bytes)
    default: return PythonLiteral.bytes(bytes)
    }
  }
}
