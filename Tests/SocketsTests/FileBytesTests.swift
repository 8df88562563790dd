import Foundation
import Glibc
import Sockets
import Support
import Testing

@Suite struct FileBytesTests {
  @Test func aFileIsReadWhole() throws {
    try Scratch.folder { folder in
      let file = folder.appendingPathComponent("f")
      let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Data(bytes).write(to: file)
      #expect(try FileBytes.read(file.path, limit: 1 << 20) == bytes)
      #expect(throws: FileProblem.self) { try FileBytes.read(file.path, limit: 100_000) }
    }
  }

  @Test(arguments: [("/no/such/file", ENOENT), ("/", EISDIR)])
  func whyItCannotBeReadIsSaid(path: String, errno: Int32) {
    #expect(throws: FileProblem(errno: Errno(errno))) { try FileBytes.read(path, limit: 1) }
  }

  /// The kernel says 0 bytes of what it makes up while it is read.
  @Test func aFileWithoutASizeIsReadToo() throws {
    #expect(try !FileBytes.read("/proc/self/status", limit: 1 << 20).isEmpty)
  }

  @Test func aDeviceWithoutAnEndIsGivenUpSoon() {
    #expect(throws: FileProblem(text: "it is a device that gives more than 1 MB")) {
      try FileBytes.read("/dev/zero", limit: 1 << 40)
    }
    #expect(try! FileBytes.read("/dev/null", limit: 1 << 40) == [])
  }
}
