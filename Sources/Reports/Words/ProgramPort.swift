import Text

/// A port on which a program is to be ready.
package struct ProgramPort: Sendable, Equatable {
  package let number: UInt16
  package let isUDP: Bool
  /// Where only there; nil for wherever a client of this machine reaches it.
  package let host: String?

  package init(number: UInt16, isUDP: Bool, host: String? = nil) {
    (self.number, self.isUDP, self.host) = (number, isUDP, host)
  }

  /// `port 12345`, `UDP port 12345`, `[::1]:12345`.
  package func text(_ language: Language) -> String {
    let protocolName = isUDP ? "UDP " : ""
    if let host { return "\(protocolName)\(host):\(number)" }
    return language.text("\(protocolName)port \(number)", korean: "\(protocolName)\(number)번 포트")
  }
}
