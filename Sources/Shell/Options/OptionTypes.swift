import ArgumentParser
import Handles
import SessionLanguage
import Text

extension CompletionKind {
  /// Session files, and the folders in which they are.
  static var sessions: CompletionKind { .file(extensions: ["session"]) }
}

enum ColorChoice: String, ExpressibleByArgument { case auto, always, never }

extension Language: ExpressibleByArgument {}

struct Allowance: ExpressibleByArgument {
  let argument: String
  let permission: Permissions

  init?(argument: String) {
    guard let row = Permissions.words.first(where: { $0.word == argument }) else { return nil }
    (self.argument, permission) = (argument, row.permission)
  }

  static var allValueStrings: [String] { Permissions.words.map(\.word) }
}

struct LimitOption: ExpressibleByArgument {
  let limit: Limit
  let number: Int

  /// The most that a limit may be; four times as much is still a number.
  private static let most = 1 << 40

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let limit = Limit(rawValue: parts[0]), let number = Size.parse(parts[1]),
      (1...Self.most).contains(number)
    else { return nil }
    (self.limit, self.number) = (limit, number)
  }
}

struct Variable: ExpressibleByArgument {
  let name: String
  let value: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Name.isValid(String(parts[0])) else { return nil }
    name = String(parts[0])
    value = String(parts[1])
  }
}
