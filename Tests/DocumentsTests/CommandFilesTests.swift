import Commands
import Foundation
import Support
import Testing

/// Each command's declaration, its file and its examples.
@Suite(.waits) struct CommandFilesTests {
  /// Folder and file name of each command's file.
  static let files: [(folder: String, text: String, path: String)] = Command.Group.allCases.flatMap { group in
    let folder = "\(group)".capitalized
    return Documents.files(in: "Sources/Commands/\(folder)", ending: ".swift").map {
      (folder, (try? Documents.text($0)) ?? "", $0)
    }
  }

  @Test func everyFileDeclaresOneCommandThatIsOnTheList() {
    var declared: Set<String> = []
    for file in Self.files {
      let names = file.text.matches(of: /= Command\(\s*name: "([a-z0-9_]+)"/).map { String($0.1) }
      #expect(names.count == 1, "\(file.path) declares \(names)")
      declared.formUnion(names)
    }
    #expect(declared == Set(Command.all.map(\.name)))
  }

  @Test func everyCommandLiesInTheFolderOfItsGroup() throws {
    for file in Self.files {
      for match in file.text.matches(of: /= Command\(\s*name: "[a-z0-9_]+", group: \.([a-z]+)/) {
        #expect(match.1.capitalized == file.folder, "\(file.path)")
      }
    }
  }

  @Test func everyFolderOfCommandsIsAGroup() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Documents.url("Sources/Commands").path).filter {
      !$0.contains(".")
    }
    #expect(
      Set(folders)
        == Set(
          Command.Group.allCases.map { "\($0)".capitalized } + [
            "Declaration", "Actions", "Arguments", "Permissions", "Help", "Forms",
          ]))
  }

  @Test(arguments: Command.all.filter { !$0.examples.isEmpty && Namespace.isPossible(for: $0.examples) }.map(\.name))
  func theExamplesOfACommandHold(_ name: String) throws {
    let command = try #require(Command.matching(name).first)
    let ended = try check(command.examples.joined(separator: "\n"))
    #expect(ended.code == 0, "\(ended.errors)")
    #expect(command.examples.contains { $0.hasPrefix(name) || $0.contains(" \(name)") }, "they show another command")
  }

  @Test func everyCommandThatMakesACallHasExamples() {
    for command in Command.all where [.opening, .connecting, .transfer].contains(command.group) {
      #expect(!command.examples.isEmpty, "\(command.name)")
    }
  }

  private func check(_ lines: String) throws -> Program.Ended {
    try Scratch.folder { folder in
      try Data("sockplay 1\n\(lines)\n".utf8).write(to: folder.appendingPathComponent("examples.session"))
      return try Program.run(
        ["check", "--allow", "processes", "--allow", "programs", "examples.session"], folder: folder)
    }
  }
}
