/// Lines to show, among them tables, which a narrow screen shortens.
package struct Listing: Sendable, Equatable, ExpressibleByArrayLiteral {
  package enum Part: Sendable, Equatable {
    /// A line that is wrapped where it is wider than the screen.
    case line(String)
    case table(Table)
  }

  package private(set) var parts: [Part]

  package init(_ lines: [String] = []) { parts = lines.map { .line($0) } }

  package init(_ table: Table) { parts = [.table(table)] }

  package init(arrayLiteral lines: String...) { self.init(lines) }

  package var isEmpty: Bool { parts.isEmpty }

  /// All of it, in whole lines.
  package var lines: [String] {
    parts.flatMap { part in
      switch part {
      case .line(let line): [line]
      case .table(let table): table.lines
      }
    }
  }

  package static func + (left: Listing, right: Listing) -> Listing {
    var sum = left
    sum.parts += right.parts
    return sum
  }

  package static func += (left: inout Listing, right: Listing) { left.parts += right.parts }
}
