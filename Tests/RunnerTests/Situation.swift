import Glibc
import Runner
import Support
import Testing

/// A call that fails, and what is true of it.
struct Situation: CustomTestStringConvertible, Sendable {
  /// The lines of a session, the last of which fails. `{port}` and `{name}` are what the other program has said.
  let lines: [String]
  /// A python3 program at the other end, which says its port or its name; nil where the session is alone.
  var peer: String?
  /// Parts of the reason.
  let says: [String]
  /// What it must not say.
  var hides: [String] = []
  /// The handle whose `why` is asked instead of the reason of the last line.
  var about: String?

  init(
    _ lines: String, about: String? = nil, peer: String? = nil, says: String..., hides: [String] = []
  ) {
    self.lines = lines.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    (self.peer, self.about, self.says, self.hides) = (peer, about, says, hides)
  }

  var testDescription: String { lines.last ?? "" }

  /// Plays it for real, and compares the reason.
  func check() throws {
    let other = try peer.map { try PythonPeer($0) }
    defer { other?.end() }
    let play = Play(isInteractive: true)
    play.table.set("pid", to: "\(getpid())")
    if let other {
      let said = try other.line()
      play.table.set("port", to: said)
      play.table.set("name", to: said)
    }
    var why: String?
    for line in lines { why = try play.run(line).why }
    if let about { why = try play.run("why \(about)").listing.joined(separator: "\n") }
    let reason = try #require(why, "no reason: \(lines)")
    let owner = other.map { "\($0.name) (pid \($0.pid))" } ?? ""
    for part in says {
      #expect(reason.contains(part.replacing("@PEER", with: owner)), "\(part)\n is not in\n\(reason)\n\(lines)")
    }
    for part in hides { #expect(!reason.contains(part), "\(part)\n is in\n\(reason)\n\(lines)") }
  }
}
