/// The names of handles as a language can have them: no word of its own, no function, and no two the same.
struct ProgramNames {
  private let reserved: Set<String>
  private var byHandle: [String: String] = [:]
  private var taken: Set<String>

  /// - Parameter reserved: Words that mean something in the language or the program.
  init(reserved: Set<String>) { (self.reserved, taken) = (reserved, reserved) }

  /// The name of the variable that holds the handle `name`.
  mutating func variable(_ name: String) -> String {
    if let known = byHandle[name] { return known }
    let variable = fresh(name)
    byHandle[name] = variable
    return variable
  }

  /// The name of a variable that has nothing but one descriptor of the handle `name`.
  mutating func fresh(_ name: String) -> String {
    var variable = name.replacing("-", with: "_")
    // Names with an underscore at the beginning are the language's own.
    if variable.hasPrefix("_") { variable = "h" + variable }
    if variable.wholeMatch(of: /(job|call|buf)[0-9]+/) != nil { variable += "_" }
    // What belongs to it is called after it.
    func names() -> [String] { ["", "_addr", "_length"].map { variable + $0 } }
    while !taken.isDisjoint(with: names()) { variable += "_" }
    taken.formUnion(names())
    return variable
  }
}
