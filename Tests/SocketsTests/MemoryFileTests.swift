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

  @Test func programsThatAreStartedDoNotHaveIt() {
    let file = MemoryFile()
    defer { file.close() }
    #expect(fcntl(file.descriptor, F_GETFD) & FD_CLOEXEC != 0)
  }
}
