import Foundation
import Glibc
import Sockets
import Support
import Testing

@Suite(.waits) struct PathFileTests {
  /// Binds a UNIX domain socket to `path` and closes it, which leaves its file.
  private func leaveSocket(at path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafeBytes(of: &address) {
      bind(descriptor, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    }
    try #require(result == 0)
  }

  private func what(_ path: String, follows: Bool = false) -> String {
    switch PathFile(Array(path.utf8), follows: follows) {
    case .nothing: "nothing"
    case .socket: "socket"
    case .other: "other"
    case .unreachable(let errno): errno.symbol
    }
  }

  @Test func whatLiesThereIsTold() throws {
    try Scratch.folder { folder in
      let (made, link, plain) = (folder.path + "/s", folder.path + "/link", folder.path + "/plain")
      try leaveSocket(at: made)
      symlink(made, link)
      try Data().write(to: URL(fileURLWithPath: plain))
      #expect([made, link, plain, made + "2"].map { what($0) } == ["socket", "other", "other", "nothing"])
      #expect(what(link, follows: true) == "socket" && what(plain + "/x") == "ENOTDIR")
    }
  }

  @Test func aFileThatCameInItsPlaceIsAnother() throws {
    try Scratch.folder { folder in
      let path = folder.path + "/s"
      #expect(SocketFile(Array(path.utf8)) == nil)
      try leaveSocket(at: path)
      let file = try #require(SocketFile(Array(path.utf8)))
      let identity = try #require(KernelFileIdentity(Array(path.utf8)))
      #expect(
        file.isThere
          && KernelFileIdentity(Array((folder.path + "/../" + folder.lastPathComponent + "/s").utf8)) == identity)
      try leaveSocket(at: path + "2")
      rename(path + "2", path)
      #expect(!file.isThere && KernelFileIdentity(Array(path.utf8)) != identity)
      file.remove()
      #expect(what(path) == "socket", "it removes its own only")
      try #require(SocketFile(Array(path.utf8))).remove()
      #expect(what(path) == "nothing")
    }
  }
}
