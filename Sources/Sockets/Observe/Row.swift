/// What a command found, as values for programs: fields by name, in order.
package struct Row: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  package struct Field: Sendable, Equatable {
    package let name: String
    package let value: Value
  }

  package let fields: [Field]

  package init(_ fields: [(name: String, value: Value)]) {
    self.fields = fields.map { Field(name: $0.name, value: $0.value) }
  }

  package init(dictionaryLiteral elements: (String, Value)...) {
    self.init(elements.map { (name: $0.0, value: $0.1) })
  }

  /// The value of the field `name`; nil if there is no such field.
  package subscript(name: String) -> Value? { fields.first { $0.name == name }?.value }

  /// The value of a field.
  package enum Value: Sendable, Equatable {
    /// There is none.
    case none
    case boolean(Bool)
    case number(Int)
    case text(String)
    case list([String])
    case row(Row)

    package static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .none }
  }
}
