import Commands
import Foundation
import Glibc
import SessionLanguage
import Sockets
import Support
import Testing

/// Names of UNIX domain sockets are bytes: NULs, other languages' letters, and what is no text at all.
@Suite struct UNIXNamesTests {
  /// A name of this process's own, in a session's quotes.
  private let own = "@sockplay-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"

  @Test(arguments: [#"\0b"#, #"\xff"#, "소켓", " b", #"\\x41"#, #"\"q\""#, #"\{x\}"#, "&=[](#)"])
  func aHandleIsReachedByAnyAbstractName(_ tail: String) throws {
    let play = Play(permissions: [])
    let lines = [
      "socket a unix-dgram", "bind a unix:\"\(own)\(tail)\" = 0", "socket b unix-dgram", "sendto b hi {a} = 2",
      #"recvfrom a = 2 "hi""#, "getsockname a = 0 {a}",
    ]
    try #expect(play.failures(lines.joined(separator: "\n")) == [])
  }

  @Test func anAbstractNameHasTheBytesThatWereTyped() throws {
    let play = Play()
    try play.run("socket a unix-dgram")
    try play.run(#"bind a unix:"\#(own)\0\xffa""#)
    #expect(play.table.all[0].endpoints.local == .unix([0] + own.utf8.dropFirst() + [0, 0xff, 0x61]))
    #expect(play.table.all[0].endpoints.local?.description == #"unix:\#(own)\x00\xffa"#)
  }

  @Test func aFileMayNotReachAnotherProgramsNameWithANULInIt() throws {
    let name = [0] + Array(own.utf8.dropFirst()) + [0, 0x78]
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(descriptor) }
    #expect(SocketAddress.unix(name).withSockaddr { bind(descriptor, $0, $1) } == 0)
    let play = Play(permissions: [])
    try play.run("socket d unix-dgram")
    #expect(throws: Diagnostic.self) { try play.run(#"sendto d x unix:"\#(own)\0x""#) }
  }

  @Test func aFileMayNotReachAnotherProgramsPathThatIsNoText() throws {
    try Scratch.folder { folder in
      let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      defer { close(descriptor) }
      #expect(
        SocketAddress.unix(Array((folder.path + "/s").utf8) + [0xff]).withSockaddr { bind(descriptor, $0, $1) } == 0)
      let play = Play(permissions: [])
      try play.run("socket d unix-dgram")
      #expect(throws: Diagnostic.self) { try play.run(#"sendto d x unix:\#(folder.path)/s\xff"#) }
    }
  }

  @Test(arguments: [#"s\xff"#, #""s\xff""#, "소켓", #""a b""#])
  func theFileOfASocketIsRemovedAtTheEnd(_ name: String) throws {
    try Scratch.folder { folder in
      do {
        let play = Play()
        try #expect(play.failures("socket a unix\nbind a unix:\(folder.path)/\(name) = 0") == [])
        try #expect(entries(folder) == 1)
      }
      try #expect(entries(folder) == 0)
    }
  }

  private func entries(_ folder: URL) throws -> Int {
    let list = try #require(opendir(folder.path))
    defer { closedir(list) }
    var count = -2  // . and ..
    while readdir(list) != nil { count += 1 }
    return count
  }
}
