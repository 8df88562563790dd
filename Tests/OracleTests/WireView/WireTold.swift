import Foundation

/// A segment as `sockplay --json` told it.
struct WireTold {
  let number: Int
  /// In nanoseconds from the session's start.
  let moment: Int64
  let from: String, words: String
  let isDropped: Bool
  let rules: [String]

  /// All of them, in the order in which they were told.
  static func all(json: String) throws -> [WireTold] {
    try json.split(separator: "\n").flatMap { line -> [WireTold] in
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { return [] }
      let told = object["type"] as? String == "segment" ? [object] : object["segments"] as? [[String: Any]] ?? []
      return told.compactMap(WireTold.init)
    }
  }

  private init?(_ object: [String: Any]) {
    guard let number = object["number"] as? Int, let moment = object["moment"] as? Int64,
      let from = (object["from"] as? [String: Any])?["name"] as? String, let words = object["words"] as? String,
      let isDropped = object["dropped"] as? Bool, let rules = object["rules"] as? [[String: Any]]
    else { return nil }
    (self.number, self.moment, self.from, self.words, self.isDropped) = (number, moment, from, words, isDropped)
    self.rules = rules.compactMap { $0["text"] as? String }
  }
}
