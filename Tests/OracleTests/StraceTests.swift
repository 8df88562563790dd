import Foundation
import Support
import Testing

/// Every session, against what the kernel saw.
@Suite(.waits) struct StraceTests {
  static let own = Program.root.appendingPathComponent("Tests/OracleTests/Sessions")

  /// All session files that need no other program and no network of their own.
  static var sessions: [String] {
    let folders = [Program.root.appendingPathComponent("Sessions"), own]
    return folders.flatMap { folder in
      let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
      return names.filter {
        $0.hasSuffix(".session") && isPossible($0) && isPossible(in: folder, $0)
          && !["peers/", "parts/", "errors/"].contains(where: $0.hasPrefix)
      }.sorted().map {
        folder.path + "/" + $0
      }
    }
  }

  /// Raw sockets have a test of their own, and MPTCP is not in every kernel.
  private static func isPossible(_ name: String) -> Bool {
    if name == "raw.session" { return false }
    return name != "mptcp.session" || MPTCP.isPossible
  }

  private static func isPossible(in folder: URL, _ name: String) -> Bool {
    let text = (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    // A server to practise with is another program, whose calls strace would see too.
    // Hosts and the wire take many calls that no card shows; WireTruthTests hold those sessions against the wire.
    return (Namespace.isPossible || !text.contains("\n@isolated\n")) && !text.contains("\npeer ")
      && !text.contains("\n@host ") && !text.contains("\nhost ") && !text.contains("\nwire on")
  }

  @Test func thereAreSessions() { #expect(Self.sessions.count > 8) }

  @Test(arguments: sessions) func jsonShowsExactlyTheCallsThatWereMade(path: String) throws {
    let problems = try problems(path, json: true)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  @Test(arguments: sessions) func theScreenShowsExactlyTheCallsThatWereMade(path: String) throws {
    let problems = try problems(path, json: false)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  /// Raw sockets are for root: of this machine, or of a network of one's own.
  @Test(
    .enabled(if: geteuid() == 0 || Namespace.isPossible, "this user may not make a network of its own"),
    arguments: [true, false])
  func rawSocketsShowExactlyTheCallsThatWereMade(json: Bool) throws {
    let problems = try problems(
      Self.own.path + "/raw.session", json: json, inside: geteuid() == 0 ? [] : Namespace.ownNetwork)
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  /// A session that binds to paths is played on a copy, so that nothing is left in the project.
  private func problems(_ path: String, json: Bool, inside: [String] = []) throws -> [String] {
    try Scratch.folder { folder in
      let source = URL(fileURLWithPath: path)
      let copy = folder.appendingPathComponent("sessions")
      try copyFiles(of: source.deletingLastPathComponent(), to: copy)
      return try StraceRun.problems(
        copy.appendingPathComponent(source.lastPathComponent), json: json,
        options: ["--var", "folder=\(folder.path)", "--allow", "files", "--allow", "unix", "--allow", "network"],
        inside: inside)
    }
  }

  /// FileManager's copy wants to keep the owner, which only root can where the project is somebody else's.
  private func copyFiles(of source: URL, to copy: URL) throws {
    try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: false)
    for name in try FileManager.default.subpathsOfDirectory(atPath: source.path) {
      let (from, to) = (source.appendingPathComponent(name), copy.appendingPathComponent(name))
      if try from.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
        try FileManager.default.createDirectory(at: to, withIntermediateDirectories: true)
      } else {
        try Data(contentsOf: from).write(to: to)
      }
    }
  }
}
