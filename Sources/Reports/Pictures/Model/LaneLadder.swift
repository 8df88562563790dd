import SessionLanguage

/// Ends side by side, and what happened at them and between them, from the top to the bottom.
struct LaneLadder: Sendable {
  /// What the lanes are headed with: roles, or handles where no line has a role, and addresses of others.
  private(set) var lanes: [String] = []
  private(set) var rows: [LaneRow] = []

  /// The most lanes. Whoever comes after that shares the last one.
  private static let most = 8
  private static let others = "…"

  init() {}

  /// - Parameters:
  ///   - entries: What happened, in its order.
  ///   - owners: The role that made a handle.
  init(_ entries: [LaneEntry], owners: [String: String]) {
    let roles = Set(entries.compactMap(\.from?.role))
    func name(_ end: LaneEnd?) -> String? {
      guard let end else { return nil }
      let known = roles.isEmpty ? end.handle : end.role ?? end.handle.flatMap { owners[$0] }
      if let known { return known }
      return end.other.flatMap { roles.contains($0) ? $0 : nil } ?? end.handle ?? end.other
    }
    for entry in entries {
      let from = name(entry.from).map { lane($0) }
      let to = name(entry.to).map { lane($0) }
      rows.append(
        LaneRow(moment: entry.moment, kind: entry.kind, from: from ?? to, to: from == to ? nil : to, text: entry.text))
    }
  }

  private mutating func lane(_ name: String) -> Int {
    if let index = lanes.firstIndex(of: name) { return index }
    guard lanes.count < Self.most else { return Self.most - 1 }
    lanes.append(lanes.count == Self.most - 1 ? Self.others : name)
    return lanes.count - 1
  }
}

/// A row of a ladder.
struct LaneRow: Sendable, Equatable {
  /// The number of the line to which it belongs.
  let moment: Int
  let kind: Kind
  /// The lane where it happened, or began; nil where it is about all.
  let from: Int?
  /// The lane to which it went; nil where it stayed.
  let to: Int?
  let text: String

  /// A row about the whole picture.
  static func about(_ text: String) -> LaneRow { LaneRow(moment: 0, kind: .remark, from: nil, to: nil, text: text) }

  /// The text with the number of a segment before it.
  var label: String {
    if case .segment(let number, let isDropped) = kind { "\(number)\(isDropped ? " ✗" : "") \(text)" } else { text }
  }

  enum Kind: Sendable, Equatable {
    case call(failed: Bool)
    /// A line that makes no call, such as `sleep 1s`.
    case remark
    case state
    case segment(number: Int, isDropped: Bool)
  }
}

/// A row before it is known which lanes there are.
struct LaneEntry: Sendable {
  let moment: Int
  let kind: LaneRow.Kind
  let from: LaneEnd?
  let to: LaneEnd?
  let text: String
}

extension LaneEntry {
  /// What went wrong with a line, and why.
  /// - Parameter line: The line, where no other row has it.
  static func failure(_ diagnostic: Diagnostic, of line: String? = nil, role: String?, at moment: Int) -> LaneEntry {
    let label = diagnostic.label.isEmpty ? "" : ": \(diagnostic.label)"
    let why = diagnostic.notes.first { $0.word == Diagnostic.Note.why }.map { "; \($0.text)" } ?? ""
    let text = (line.map { "\($0) – " } ?? "") + "error: \(diagnostic.title)\(label)\(why)"
    return LaneEntry(
      moment: moment, kind: .call(failed: true), from: role.map { LaneEnd(role: $0) }, to: nil,
      text: TerminalEscape.prose(text))
  }
}

/// Who is at one end.
struct LaneEnd: Sendable {
  var role: String?
  var handle: String?
  /// How it is called otherwise: the name of a host, or an address.
  var other: String?
}
