/// Writes a program in Python.
struct PythonProgram {
  private let program: Program
  private var main: PythonBody

  init(_ program: Program) {
    self.program = program
    var variables = ProgramNames(reserved: PythonWord.reserved)
    main = PythonBody(program, names: program.handles.map { variables.variable($0.name) })
    for item in program.items { main.add(item) }
    main.putProse()
  }

  /// The whole file.
  var text: String {
    let parts = [opening, imports] + helpers.map { [""] + [$0] } + [[""] + main.lines]
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The lines of the program, without what is before them.
  var body: [String] { main.lines }

  /// The first two lines are not the session's: a comment there could say that the file is in another encoding.
  private var opening: [String] {
    let title = program.title.map { [$0, ""] } ?? []
    let isolated = program.isolation(for: "python3 FILE.py")
    let made = ["Made by sockplay of \(program.source). To run it: python3 FILE.py"]
    return ["#!/usr/bin/env python3", "# -*- coding: utf-8 -*-"] + PythonLiteral.comment(title + made + isolated)
  }

  private var called: [PythonHelper] { PythonHelper.all.filter { main.helpers.contains($0.name) } }

  private var helpers: [String] { called.map(\.text) }

  private var imports: [String] {
    Set(called.flatMap(\.modules)).union(main.modules).sorted().map { "import \($0)" }
  }
}

/// Words that no variable of a Python program may be called.
enum PythonWord {
  static let reserved: Set<String> = Set(
    words.flatMap { $0.split(separator: " ").map(String.init) } + PythonHelper.all.map(\.name))

  private static let words = [
    "False None True and as assert async await break class continue def del elif else except finally for from global if",
    "import in is lambda nonlocal not or pass raise return try while with yield match case type print exit quit open",
    "BlockingIOError BrokenPipeError ConnectionError Exception InterruptedError OSError bytes len max min range sum super",
    "dict list set str int float object repr all any abs id iter map next hash input filter format sorted vars zip",
    "data descriptors resource",
    "contextlib errno fcntl os select signal socket struct sys termios threading time",
  ]
}
