import Foundation
import Support
import Testing

/// An adoption, against what the kernel saw.
@Suite(.waits, .enabled(if: Adoption.isPossible)) struct AdoptStraceTests {
  @Test(arguments: [true, false]) func itsCallsAreExactlyThoseShown(json: Bool) throws {
    let peer = try PythonPeer(Adoption.peer)
    defer { peer.end() }
    let numbers = try (0..<5).map { _ in try peer.line() }
    let lines = """
      sockplay 1
      adopt \(peer.pid) \(numbers[0]) srv          = fd
      adopt \(peer.pid) \(numbers[2]) conn         = fd
      fds \(peer.pid)
      sockets pid:\(peer.pid)
      recv conn 10                                 = 5 "hello"
      adopt \(peer.pid) 777 none                   = -1 EBADF
      close conn                                   = 0
      close srv                                    = 0
      """
    try Scratch.folder { folder in
      let path = folder.appendingPathComponent("adopt.session")
      try Data((lines + "\n").utf8).write(to: path)
      let problems = try StraceRun.problems(path, json: json, options: ["--allow", "processes"])
      #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
    }
  }
}
