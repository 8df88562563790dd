import Foundation
import Handles

extension ShownCalls {
  /// The calls in the output of `sockplay replay --json`.
  init(json: String) throws {
    for line in json.split(separator: "\n") {
      guard let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { continue }
      guard object["type"] as? String == "step" else { continue }
      step += 1
      let command = object["command"] as? String ?? ""
      if command.hasPrefix("@needs"), command.contains("ipv6") { addProbe() }
      for call in object["calls"] as? [[String: Any]] ?? [] { try add(json: call, object, command) }
    }
  }

  private mutating func add(json: [String: Any], _ step: [String: Any], _ command: String) throws {
    let text = CText.plain(json["call"] as? String ?? "")
    // Functions of the C library are no calls of the kernel.
    if ["getaddrinfo", "getnameinfo"].contains(json["name"] as? String) { return addLookUp() }
    guard var (call, _) = Shown.read(text, step: self.step) else { throw Unreadable(text: text) }
    if let sent = Self.data(json["sent"]),
      let index = call.arguments.firstIndex(where: { if case .bytes = $0 { true } else { false } })
    {
      call.arguments[index] = sent
    }
    call.result = json["result"] as? Int
    call.errno = (json["errno"] as? [String: Any])?["symbol"] as? String
    call.received = Self.data(json["data"])
    add(call, job: Self.job(of: step), resumes: Self.resumes(command))
  }

  /// The number of the line that began the job which `step` begins or collects: several jobs may have one name.
  private static func job(of step: [String: Any]) -> String? {
    guard let name = step["job"] as? String else { return nil }
    let line =
      (step["origin"] as? [String: Any])?["line"] ?? (step["outcome"] as? String == "waiting" ? step["line"] : nil)
    return line.map { "\($0)" } ?? name
  }

  private static func data(_ json: Any?) -> Value? {
    guard let hex = (json as? [String: Any])?["hex"] as? String else { return nil }
    let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    return .bytes(bytes, isCut: false)
  }

  struct Unreadable: Error { let text: String }
}
