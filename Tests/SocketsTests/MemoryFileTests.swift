import Foundation
import Glibc
import Sockets
import Testing

@Suite struct MemoryFileTests {
  @Test func whatIsWrittenIsRead() {
    let file = MemoryFile()
    defer { file.close() }
    #expect(file.problem == nil)
    let text = String(repeating: "long enough for several pieces ", count: 5000)
    #expect(write(file.descriptor, text, text.utf8.count) == text.utf8.count)
    var read: [UInt8] = []
    file.read { read += $0 }
    #expect(String(decoding: read, as: UTF8.self) == text)
  }

  @Test func whatItHoldsIsReplaced() {
    let file = MemoryFile()
    defer { file.close() }
    for text in ["a long text at first", "short", ""] {
      file.replace(with: Array(text.utf8))
      var read: [UInt8] = []
      MemoryFile(given: file.descriptor).read { read += $0 }
      #expect(String(decoding: read, as: UTF8.self) == text)
    }
  }

  @Test func programsThatAreStartedDoNotHaveIt() {
    let file = MemoryFile()
    defer { file.close() }
    #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
    let given = dup(file.descriptor)
    defer { close(given) }
    _ = MemoryFile(given: given)
    #expect(fcntl(given, F_GETFD) & FD_CLOEXEC != 0)
  }
}
