import Foundation
import Support

extension Trial {
  /// What is wrong when these lines are typed at a prompt and recorded there: whether it survives them, ends when it is
  /// told to, and whether the recording holds.
  func promptProblems(in folder: URL) throws -> [String] {
    let recording = folder.appendingPathComponent("prompt.session")
    let words = inside + [Program.sockplay]
    let pty = try Pty(Array(words.dropFirst()), of: words[0], folder: folder)
    try pty.wait("the first prompt") { $0.prompts > 0 }
    for line in Self.head + ["record \(recording.path)"] + lines { try pty.run(line) }
    try pty.type("quit\r")
    let code = try pty.end()
    return code == 0 ? try recordingProblems(recording) : ["the prompt ended with \(code)"]
  }
}
