import Foundation
import Glibc
import Support
import Testing

@testable import Shell

@Suite struct FileBesideTests {
  private func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func itTakesThePlaceOfAnother() throws {
    try Scratch.folder { folder in
      let target = folder.appendingPathComponent("a")
      try Data("old".utf8).write(to: target)
      let beside = try FileBeside(Array(target.path.utf8CString), mode: 0o600)
      #expect(write(beside.descriptor, "new", 3) == 3)
      close(beside.descriptor)
      #expect(try String(contentsOf: target, encoding: .utf8) == "old")
      try beside.take(Array(target.path.utf8CString))
      #expect(try String(contentsOf: target, encoding: .utf8) == "new" && names(in: folder) == ["a"])
    }
  }

  @Test func twoAreTwoFilesAndBothCanBeRemoved() throws {
    try Scratch.folder { folder in
      let target = Array(folder.appendingPathComponent("a").path.utf8CString)
      let files = try (0..<2).map { _ in try FileBeside(target, mode: 0o600) }
      #expect(try names(in: folder).count == 2)
      for file in files {
        close(file.descriptor)
        file.remove()
      }
      #expect(try names(in: folder).isEmpty)
    }
  }
}
