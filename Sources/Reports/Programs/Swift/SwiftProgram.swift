/// Writes a program in Swift.
struct SwiftProgram {
  private let program: Program
  private var main: SwiftBody

  init(_ program: Program) {
    self.program = program
    main = SwiftBody(program)
    for item in program.items { main.add(item) }
    main.putProse()
  }

  /// The whole file.
  var text: String {
    let parts = [opening, ["import Glibc"], helpers, function, end].filter { !$0.isEmpty }
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private var opening: [String] {
    let title = program.title.map { [$0, ""] } ?? []
    let isolated = program.isolation(for: "./program")
    let made = ["Made by sockplay of \(program.source). To build it:", "swiftc -swift-version 6 -o program FILE.swift"]
    return SwiftLiteral.comment(title + made + isolated)
  }

  /// The helpers that are called, in their order.
  private var helpers: [String] {
    var wanted = main.helpers
    var rest = Array(wanted)
    while let name = rest.popLast() {
      for need in SwiftHelper.named(name)?.needs ?? [] where wanted.insert(need).inserted { rest.append(need) }
    }
    return [SwiftHelper.all.filter { wanted.contains($0.name) }.map(\.text).joined(separator: "\n\n")]
  }

  private var function: [String] {
    ["/// Makes the calls of the session, in their order.", "func play() throws(Failure) {"] + main.declarations
      + [
        main.declarations.isEmpty ? nil : "",
        "    // A send to a closed connection fails with EPIPE, and does not end the program.",
        "    signal(SIGPIPE, SIG_IGN)",
      ].compactMap(\.self) + main.lines + ["}"]
  }

  private let end = [
    """
    do throws(Failure) {
        try play()
    } catch {
        var text = error.text + "\\n"
        text.withUTF8 { _ = write(2, $0.baseAddress, $0.count) }
        exit(1)
    }
    """
  ]
}
