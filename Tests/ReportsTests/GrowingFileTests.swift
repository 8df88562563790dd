import Commands
import Foundation
import Sockets
import Support
import Testing

@testable import Reports

@Suite struct GrowingFileTests {
  /// Calls `body` with a new file that grows, and where it lies.
  private func growing(_ body: (GrowingFile, URL) throws -> Void) throws {
    let url = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: url) }
    try body(GrowingFile(open(url.path, O_WRONLY | O_APPEND | O_CLOEXEC)), url)
  }

  private func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }

  @Test func piecesComeOneAfterAnother() throws {
    try growing { file, url in
      try file.append(Array("one ".utf8))
      try file.append(Array("two".utf8))
      #expect(try text(url) == "one two" && file.length == 7)
    }
  }

  @Test func whatWasCutIsGoneAndTheNextPieceTakesItsPlace() throws {
    try growing { file, url in
      try file.append(Array("one two".utf8))
      try file.cut(to: 4)
      try file.append(Array("three".utf8))
      #expect(try text(url) == "one three" && file.length == 9)
    }
  }

  @Test func aFileThatAnotherProgramChangedIsNotCut() throws {
    try growing { file, url in
      try file.append(Array("one".utf8))
      let other = try FileHandle(forWritingTo: url)
      try other.seekToEnd()
      try other.write(contentsOf: Data(" more".utf8))
      #expect(throws: FileProblem(text: "another program has changed the file")) { try file.cut(to: 0) }
      #expect(try text(url) == "one more")
    }
  }

  /// Writing to /dev/full fails as on a full disk.
  @Test func aFullDiskIsToldAndTheLengthStaysAsItWas() {
    let file = GrowingFile(open("/dev/full", O_WRONLY | O_APPEND | O_CLOEXEC))
    #expect(throws: FileProblem(errno: Errno(ENOSPC))) { try file.append(Array("one".utf8)) }
    #expect(file.length == 0)
  }
}
