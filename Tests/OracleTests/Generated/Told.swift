import Foundation
import Handles

/// What the output of `sockplay --json` tells of handles, and whether it fits together: each change begins where the
/// last one ended, so nothing is told twice and nothing is left out.
struct Told {
  private(set) var problems: [String] = []
  /// The number of the last line that was run or refused.
  private(set) var last = 0
  private var seen: [String: NSDictionary] = [:]

  init(json: String) throws {
    for line in json.split(separator: "\n") {
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { continue }
      if let number = object["line"] as? Int { last = max(last, number) }
      let changes = object["handles"] as? [[String: Any]] ?? [object["handle"]].compactMap { $0 as? [String: Any] }
      let what = object["command"] as? String ?? "an event"
      for change in changes { note(change, what) }
    }
  }

  private mutating func note(_ change: [String: Any], _ what: String) {
    guard let name = change["name"] as? String, let after = Self.state(change["after"]) else { return }
    if let before = Self.state(change["before"]), seen[name] != before {
      let told = seen[name].map { Self.text($0) } ?? "gone, or never made"
      problems.append("\(what): \(name) was \(Self.text(before)) before, but was told to be \(told)")
    }
    seen[name] = change["gone"] as? Bool == true ? nil : after
  }

  /// What is told of a state, but for a timer that runs by itself.
  private static func state(_ json: Any?) -> NSDictionary? {
    guard var state = json as? [String: Any] else { return nil }
    state["left"] = nil
    return state as NSDictionary
  }

  private static func text(_ state: NSDictionary) -> String {
    state.allKeys.compactMap { $0 as? String }.sorted().filter { "\(state[$0] ?? 0)" != "0" && $0 != "shut" }.map {
      "\($0) \(state[$0] ?? "")"
    }.joined(separator: ", ")
  }
}
