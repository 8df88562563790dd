import Text

/// `export mermaid`: who sent what to whom, as a sequence diagram of Mermaid.
struct MermaidDocument {
  private let session: PlayedSession
  private let language: Language

  static func text(of session: PlayedSession, in language: Language) -> String {
    MermaidDocument(session: session, language: language).text
  }

  private var text: String {
    let ladder = session.ladder
    var lines = ["sequenceDiagram", "  title \(Self.escape(session.name.text(in: language) ?? session.source))"]
    for (index, lane) in lanes.enumerated() { lines.append("  participant p\(index) as \(Self.escape(lane))") }
    lines += ladder.rows.compactMap { row in self.line(row).map { "  " + $0 } }
    if let remark = session.remark(in: language) { lines += line(.about(remark)).map { ["  " + $0] } ?? [] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Those of the ladder. A note needs one to stand over.
  private var lanes: [String] {
    let ladder = session.ladder
    return ladder.lanes.isEmpty && !ladder.rows.isEmpty ? [session.source] : ladder.lanes
  }

  private func line(_ row: LaneRow) -> String? {
    guard !lanes.isEmpty else { return nil }
    let text = Self.escape(row.label)
    guard let from = row.from else {
      let last = lanes.count - 1
      return "Note over p0\(last > 0 ? ",p\(last)" : ""): \(text)"
    }
    guard let to = row.to else { return "Note over p\(from): \(text)" }
    return "p\(from)\(Self.arrow(row.kind))p\(to): \(text)"
  }

  private static func arrow(_ kind: LaneRow.Kind) -> String {
    switch kind {
    case .call(let failed): failed ? "-x" : "->>"
    case .segment(_, let isDropped): isDropped ? "--x" : "-->>"
    case .remark, .state: "->>"
    }
  }

  /// Text with each character as its number that could be syntax, and so the word `end`, which closes a block.
  static func escape(_ text: String) -> String {
    var escaped = ""
    for scalar in VisibleScalar.only(text).unicodeScalars {
      if isPlain(scalar) { escaped.unicodeScalars.append(scalar) } else { escaped += "#\(scalar.value);" }
    }
    return escaped.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.lowercased() == "end" ? "#\(word.unicodeScalars.first?.value ?? 0);\(word.dropFirst())" : String(word)
    }.joined(separator: " ")
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || " .,=/+_()".unicodeScalars.contains(scalar)
  }
}
