import Foundation
import Handles
import Runner
import Support
import Testing

/// Descriptors by their numbers, closed handles, and arguments by hand, as a session uses them.
@Suite(.waits) struct TargetTests {
  /// Checks a file with these lines.
  private func check(_ lines: [String]) throws -> Program.Ended {
    try Scratch.folder { folder in
      let text = "sockplay 1\n@timeout 5s\n" + lines.joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("lines.session"))
      return try Program.run(["check", "lines.session"], folder: folder)
    }
  }

  /// After close, and after another socket has the number.
  @Test func aNumberIsWhoseItIsNow() throws {
    let ended = try check([
      "socketpair a b = 0", "let number {a.number}", "close a = 0", "send a x = -1 EBADF", "close a = -1 EBADF",
      "send fd:{a.number} x = -1 EBADF", "socket other udp = fd", "? other.fd == {a.number}",
      "bind other 127.0.0.1:0 = 0",
      "connect other {other} = 0", "send fd:{a.number} x = 1", "recv other 8 = 1 \"x\"", "state fd:{number}",
      "close fd:{number} = 0 [other CLOSED]",
    ])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test(arguments: [
    "send fd:1 x", "write fd:2 x", "close fd:0", "dup fd:1 x", "sendmsg a x SCM_RIGHTS:fd:1", "poll 0 a",
    "poll a 1:POLLIN 0", "select r:0 100", "epoll_ctl a add 0 EPOLLIN",
  ])
  func sockplaysOwnDescriptorsAreRefused(_ line: String) throws {
    let ended = try check(["socketpair a b = 0", line])
    #expect(ended.code == 3 && ended.errors.contains("sockplay's terminal or pipe"), "\(ended)")
  }

  /// Those with high numbers, one of which is a socket of netlink.
  @Test func noLineWritesToSockplaysOwnDescriptors() throws {
    var refused = 0
    for number in 1000..<1004 {
      let ended = try check(["write fd:\(number) x = -1 EBADF"])
      #expect(ended.code == 0 || ended.code == 3, "\(ended)")
      if ended.errors.contains("sockplay's own") { refused += 1 }
    }
    #expect(refused > 0)
  }

  @Test func aClosedHandleIsRefusedWithoutThatExpectation() throws {
    let ended = try check(["socketpair a b = 0", "close a = 0", "send a x = -1"])
    #expect(ended.code == 3 && ended.errors.contains("a is closed") && ended.errors.contains("= -1 EBADF"), "\(ended)")
  }

  @Test(arguments: ["fd:99999999999", "fd:", "fd:x", "fd:1.5"])
  func aNumberThatIsNoneIsRefused(_ word: String) throws {
    let ended = try check(["send \(word) x"])
    #expect(ended.code == 3 && ended.errors.contains("invalid descriptor number"), "\(ended)")
  }

  /// What would let the kernel use memory that is not the call's.
  @Test(arguments: [
    "recv b 10 len:-1", "writev a x iovcnt:1", "sendmsg a x msg_iovlen:3", "sendmsg a x msg_controllen:100",
    "getsockopt a SO_TYPE optlen:100000", "select r:a 0 nfds:1025",
  ])
  func aLengthBeyondTheMemoryIsRefused(_ line: String) throws {
    let ended = try check(["socketpair a b = 0", line])
    #expect(ended.code == 3 && ended.errors.contains("sockplay does not pass this"), "\(ended)")
  }

  /// Each of these would crash, or overwrite memory, if sockplay itself looked at what it passes.
  @Test(arguments: [
    "send a badptr len:-9223372036854775808 = -1 EFAULT", "send a x len:-1 = -1 EFAULT",
    "send a \"\" len:1 = -1 EFAULT",
    "send a NULL len:0 = 0", "recv b 0 buf:NULL = 0", "recv b buf:badptr len:99999999999999 = -1 EFAULT",
    "recvmsg b msg_name:badptr = 5", "recvmsg b 64 msg_control:badptr = 5", "poll a 0 nfds:2 = -1 EFAULT",
    "getsockopt a SO_PEERCRED optlen:2 = 0", "getsockopt a SO_TYPE optlen:65536 = 0", "poll badptr 0 nfds:0 = 0",
    "setsockopt a SO_RCVBUF 4096 optlen:99999 = 0", "epoll_wait e 10 0 events:badptr = 0",
    "select r:NULL w:badptr 0 = -1 EFAULT", "pselect r:a timeout:badptr = -1 EFAULT",
    "epoll_ctl e add a NULL = -1 EFAULT",
    "recvmmsg b 1 msgvec:badptr = -1 EFAULT", "readv b 4 iov:NULL = -1 EFAULT", "writev a x iovcnt:-1 = -1 EINVAL",
  ])
  func onlyTheKernelSeesWhatIsWrong(_ line: String) throws {
    let ended = try check(["socketpair a b = 0", "epoll_create e = fd", "send a hello = 5", line])
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// A length by hand may cut a path to another one.
  @Test func aCutAddressIsWhatTheKernelReads() throws {
    let ended = try check(["socket x unix-dgram = fd", "bind x unix:/tmp/sockplay-cut addrlen:4"])
    #expect(ended.code == 3 && ended.errors.contains("--allow files"), "\(ended)")
    let joined = try check(["socket u udp = fd", "setsockopt u IP_ADD_MEMBERSHIP 224.0.0.9 lo optlen:8"])
    #expect(joined.code == 3 && joined.errors.contains("--allow network"), "\(joined)")
  }
}
