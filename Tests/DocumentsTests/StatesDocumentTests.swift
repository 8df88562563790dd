import Foundation
import Support
import Testing

/// docs/states.md: the edges of TCP's diagram, each with the session in which it is seen.
@Suite(.waits) struct StatesDocumentTests {
  private static let path = "docs/states.md"

  struct Edge: Sendable, CustomStringConvertible {
    let from: String
    let to: String
    /// What the last column links to; nil where it says that there is none.
    let place: String?
    /// Whether the kernel has no socket of its own in one of the states, and `sockets` shows them.
    let isListed: Bool

    var description: String { "\(from) → \(to)" }
  }

  private static let edges = ((try? Documents.text(path)) ?? "").matches(
    of: /\| ([A-Z_0-9]+) \| [^|]+ \| ([A-Z_0-9]+) \| ([^|]+) \|/
  ).map { row in
    let cell = String(row.3)
    return Edge(
      from: String(row.1), to: String(row.2),
      place: cell.hasPrefix("none:") ? nil : cell.firstMatch(of: /\]\(([^)]+)\)/).map { String($0.1) },
      isListed: cell.contains("`sockets`"))
  }

  /// Figure 5 of RFC 9293, section 3.3.2, and the edge of its note 1.
  @Test func theTableHasTheEdgesOfTheFigure() {
    let figure = """
      CLOSED LISTEN, CLOSED SYN_SENT, LISTEN SYN_RECV, LISTEN SYN_SENT, LISTEN CLOSED, SYN_SENT CLOSED,
      SYN_SENT SYN_RECV, SYN_SENT ESTABLISHED, SYN_RECV ESTABLISHED, SYN_RECV FIN_WAIT1, SYN_RECV LISTEN,
      ESTABLISHED FIN_WAIT1, ESTABLISHED CLOSE_WAIT, FIN_WAIT1 FIN_WAIT2, FIN_WAIT1 CLOSING, FIN_WAIT1 TIME_WAIT,
      FIN_WAIT2 TIME_WAIT, CLOSE_WAIT LAST_ACK, CLOSING TIME_WAIT, LAST_ACK CLOSED, TIME_WAIT CLOSED
      """
    let wanted = figure.components(separatedBy: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    #expect(Set(Self.edges.map { "\($0.from) \($0.to)" }) == Set(wanted) && Self.edges.count == wanted.count)
    #expect(Self.edges.filter { $0.place == nil }.map(\.description) == ["LISTEN → SYN_SENT"])
  }

  @Test(.enabled(if: Namespace.isPossible), arguments: Set(edges.compactMap(\.place)).sorted())
  func eachEdgeIsSeenThere(_ place: String) throws {
    let records = try Self.play(place)
    let seen = Self.transitions(records), listed = Self.listings(records)
    for edge in Self.edges where edge.place == place {
      if edge.isListed {
        #expect(Self.isListed(edge, in: listed), "\(edge) in \(listed)")
      } else {
        #expect(seen.contains("\(edge.from) \(edge.to)"), "\(edge) in \(seen)")
      }
    }
  }

  /// The records of a session that is a file, or a block of the document below its heading.
  private static func play(_ place: String) throws -> [[String: Any]] {
    try Scratch.folder { folder in
      var file = Documents.url("docs").appendingPathComponent(place)
      if place.hasPrefix("#") {
        file = folder.appendingPathComponent("edge.session")
        try Data(try block(below: place).text.utf8).write(to: file)
      }
      let ended = try Program.run(["replay", "--json", file.path], folder: folder)
      try #require(ended.code == 0, "\(ended.errors)")
      return try ended.output.split(separator: "\n").compactMap {
        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
      }
    }
  }

  private static func block(below anchor: String) throws -> Block {
    let lines = try Documents.text(path).components(separatedBy: "\n")
    let heading = try #require(
      lines.firstIndex { line in
        line.hasPrefix("## ") && "#" + line.dropFirst(3).lowercased().replacing(" ", with: "-") == anchor
      })
    return try #require(try Documents.blocks(path).first { $0.line > heading })
  }

  /// BOUND is ours: the figure has CLOSED for it.
  private static func name(_ state: Any?) -> String {
    let name = state as? String ?? "CLOSED"
    return name == "BOUND" ? "CLOSED" : name
  }

  private static func transitions(_ records: [[String: Any]]) -> Set<String> {
    var seen: Set<String> = []
    for record in records {
      let changed = record["handles"] as? [[String: Any]] ?? [record["handle"] as? [String: Any]].compactMap { $0 }
      for handle in changed {
        guard let before = handle["before"] as? [String: Any], let after = handle["after"] as? [String: Any] else {
          continue
        }
        seen.insert("\(name(before["state"])) \(name(after["state"]))")
      }
    }
    return seen
  }

  /// The states in what each `sockets` showed.
  private static func listings(_ records: [[String: Any]]) -> [Set<String>] {
    records.filter { ($0["command"] as? String)?.contains("sockets") ?? false }.map { record in
      Set((record["values"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String })
    }
  }

  /// Whether both states stand in one listing, or one in the first and only the other in the last.
  private static func isListed(_ edge: Edge, in listings: [Set<String>]) -> Bool {
    if edge.from == "LISTEN" { return listings.contains { $0.isSuperset(of: [edge.from, edge.to]) } }
    guard let first = listings.first, let last = listings.last else { return false }
    return first.contains(edge.from) && last.contains(edge.to) && !last.contains(edge.from)
  }
}
