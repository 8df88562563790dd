import SessionLanguage
import Text

/// How much of its player's machine a session may take. The command line can change each limit.
package enum Limit: String, CaseIterable, Sendable {
  /// Bytes that one call sends or has room for, and that one word stands for.
  case data
  /// Bytes of all variables together, names included.
  case variables
  /// Calls that wait at once, each with a thread of its own.
  case jobs

  /// What it is unless the command line says otherwise.
  package var usual: Int {
    switch self {
    case .data: 256 << 20
    case .variables: 64 << 20
    case .jobs: 4096
    }
  }

  /// `number` as its value is written.
  package func text(_ number: Int) -> String { self == .jobs ? "\(number)" : Size.text(number) }

  /// What it counts, for those who may want to change it.
  package var meaning: String {
    switch self {
    case .data:
      "the bytes that one call sends, or has room for; all waiting calls together may have four times as many, and so may all files of memfd, and all buffers of SO_SNDBUFFORCE and SO_RCVBUFFORCE"
    case .variables: "the bytes of all variables together"
    case .jobs: "the calls that wait at once, each of which has a thread of its own"
    }
  }
}

/// The limits of one session.
package struct Limits: Sendable {
  package private(set) var data = Limit.data.usual
  package private(set) var variables = Limit.variables.usual
  package private(set) var jobs = Limit.jobs.usual

  package init() {}

  package subscript(limit: Limit) -> Int {
    get {
      switch limit {
      case .data: data
      case .variables: variables
      case .jobs: jobs
      }
    }
    set {
      switch limit {
      case .data: data = newValue
      case .variables: variables = newValue
      case .jobs: jobs = newValue
      }
    }
  }

  /// The bytes of data that all waiting calls may have together, and so may all files of memfd, and all forced buffers.
  package var allData: Int { 4 * data }

  /// The error for what goes beyond `limit`.
  ///
  /// - Parameters:
  ///   - what: What is too large.
  ///   - most: What the limit allows of it.
  ///   - advice: What else there is to do about it.
  package func exceeded(
    _ limit: Limit, _ what: String, at span: Span, most: String, advice: String? = nil
  ) -> Diagnostic {
    let raise = "to allow more: sockplay --limit \(limit.rawValue)=\(limit.text(self[limit] * 2)) …"
    return Diagnostic(what, at: span, label: most, help: [advice, raise].compactMap(\.self).joined(separator: "; "))
  }
}
