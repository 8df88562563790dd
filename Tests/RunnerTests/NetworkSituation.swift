import Support
import Testing

/// A call that fails, or a handle that is asked about, in a network of its own, and what is true of it.
struct NetworkSituation: CustomTestStringConvertible, Sendable {
  /// What a shell does there first; nil for an isolated session.
  let setup: String?
  let lines: [String]
  /// Parts of the reasons.
  let says: [String]
  /// What they must not say.
  let hides: [String]
  var testDescription: String { lines.joined(separator: "; ") }

  init(_ setup: String, _ lines: String..., says: [String], hides: [String] = []) {
    (self.setup, self.lines, self.says, self.hides) = (setup, lines, says, hides)
  }

  /// In an isolated session with the hosts a (10.0.0.1) and b (10.0.0.2).
  init(hosts lines: String..., says: [String], hides: [String] = []) {
    let hosts = ["host a 10.0.0.1/24 fd00::1/64", "host b 10.0.0.2/24 fd00::2/64"]
    (setup, self.lines, self.says, self.hides) = (nil, hosts + lines, says, hides)
  }

  /// Plays it for real, and compares the reasons.
  func check() throws {
    let ended = try play()
    // The reason of a line that fails is in the error below its card; others are on the card.
    let shown = (ended.output + ended.errors).split(separator: "\n").map { $0.drop { $0 == " " } }
    let words = ["why   ", "= why ", "now   ", "try   "]
    let reasons = shown.filter { line in words.contains { line.hasPrefix($0) } }.joined(separator: "\n")
    for part in says { #expect(reasons.contains(part), "\(part)\n is not in\n\(ended.output)\(ended.errors)") }
    for part in hides { #expect(!reasons.contains(part), "\(part)\n is in\n\(reasons)") }
  }

  private func play() throws -> Program.Ended {
    let words = ["--keep-going"] + lines.flatMap { ["-e", $0] }
    guard let setup else { return try Program.run(["--isolated"] + words) }
    let shell = ["/bin/sh", "-c", setup + "\nexec \"$@\"", "sh", Program.sockplay]
    return try Program.run(Array(Namespace.ownNetwork.dropFirst()) + shell + words, of: Namespace.ownNetwork[0])
  }
}
