import Foundation
import Support
import Testing

/// Cases after those of the Linux Test Project for sockets: wrong descriptors, wrong pointers and wrong lengths, written
/// anew as sessions.
@Suite(.waits) struct WrongArgumentsTests {
  @Test(arguments: cases) func theKernelAnswersAsItIsKnownTo(_ lines: Lines) throws {
    let ended = try Scratch.folder { folder in
      let text = (["sockplay 1", "@timeout 5s"] + lines.lines).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: folder.appendingPathComponent("case.session"))
      return try Program.run(["check", "case.session"], folder: folder)
    }
    #expect(ended.code == 0, "\(ended.errors)")
  }

  struct Lines: Sendable, CustomTestStringConvertible {
    let name: String
    let lines: [String]
    var testDescription: String { name }

    init(_ name: String, _ lines: String...) { (self.name, self.lines) = (name, lines) }

    /// With a connection, a to conn, before them.
    static func tcp(_ name: String, _ lines: String...) -> Lines {
      Lines(
        name,
        [
          "socket srv tcp = fd", "bind srv 127.0.0.1:0 = 0", "listen srv 5 = 0", "socket a tcp = fd",
          "connect a {srv} = 0", "accept srv conn = fd",
        ] + lines)
    }

    /// With two datagram sockets before them.
    static func udp(_ name: String, _ lines: String...) -> Lines {
      Lines(name, ["socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "socket u udp = fd"] + lines)
    }

    private init(_ name: String, _ lines: [String]) { (self.name, self.lines) = (name, lines) }
  }

  private static let cases: [Lines] = [
    Lines("accept03, a device", "open /dev/zero r = fd", "accept r x = -1 ENOTSOCK"),
    Lines("accept03, an eventfd", "eventfd r = fd", "accept r x = -1 ENOTSOCK"),
    Lines("accept03, a file", "open /etc/passwd r = fd", "accept r x = -1 ENOTSOCK"),
    Lines("accept03, a pidfd", "pidfd r = fd", "accept r x = -1 ENOTSOCK"),
    Lines("accept03, a signalfd", "signalfd r SIGTERM = fd", "accept r x = -1 ENOTSOCK"),
    Lines("accept03, O_PATH", "open /etc/passwd r O_PATH = fd", "accept r x = -1 EBADF"),
    Lines("bind01", "socket a tcp = fd", "bind a unix:. = -1"),
    Lines("connect01, pointer", "socket a tcp = fd", "connect a badptr = -1 EFAULT"),
    Lines("epoll_create01", "epoll_create e size:2147483647 = fd"),
    Lines("epoll_create02", "epoll_create e size:-1 = -1 EINVAL"),
    Lines("epoll_ctl02, epfd", "pipe r w = 0", "epoll_ctl fd:999 add r = -1 EBADF"),
    Lines("epoll_ctl02, event", "pipe r w = 0", "epoll_create e = fd", "epoll_ctl e add r NULL = -1 EFAULT"),
    Lines("epoll_ctl06, a file", "epoll_create e = fd", "open /etc/passwd r = fd", "epoll_ctl e add r = -1 EPERM"),
    Lines("epoll_ctl06, a device", "epoll_create e = fd", "open /dev/zero r = fd", "epoll_ctl e add r = -1 EPERM"),
    Lines(
      "epoll_ctl06, O_PATH", "epoll_create e = fd", "open /etc/passwd r O_PATH = fd", "epoll_ctl e add r = -1 EBADF"),
    Lines(
      "epoll_wait03", "pipe r w = 0", "epoll_create e = fd", "epoll_ctl e add w EPOLLOUT = 0",
      "epoll_wait e 10 events:badptr = -1 EFAULT"),
    Lines("epoll_wait10", "open /proc/mounts m = fd", "epoll_create e = fd", "epoll_ctl e add m EPOLLPRI = 0"),
    Lines("getpeername01, length", "socketpair a b = 0", "getpeername a addrlen:-1 = -1 EINVAL"),
    Lines("getpeername01, pointer", "socketpair a b = 0", "getpeername a addr:badptr = -1 EFAULT"),
    Lines("getsockname01, number", "getsockname fd:400 = -1 EBADF"),
    Lines("getsockname01, pointer", "socket a tcp = fd", "getsockname a addrlen:NULL = -1 EFAULT"),
    Lines("getsockname01, length", "socket a tcp = fd", "getsockname a addrlen:-1 = -1 EINVAL"),
    Lines("getsockopt01, pointer", "socket a tcp = fd", "getsockopt a SO_OOBINLINE optval:NULL = -1 EFAULT"),
    Lines("getsockopt01, length", "socket a tcp = fd", "getsockopt a SO_OOBINLINE optlen:-1 = -1 EINVAL"),
    Lines("ppoll01", "ppoll badptr = -1 EFAULT"),
    Lines("recv01", "recv fd:400 10 = -1 EBADF"),
    Lines("recvfrom01, number", "recvfrom fd:400 10 = -1 EBADF"),
    Lines("recvmmsg01, number", "recvmmsg fd:400 1 = -1 EBADF"),
    Lines.udp("recvmmsg01, time", "sendto u x {srv} = 1", "recvmmsg srv 1 tv_sec:-1 = -1 EINVAL"),
    Lines.udp("recvmmsg01, pointer", "recvmmsg srv 1 timeout:badptr = -1 EFAULT"),
    Lines.tcp("recvmsg01, length", "recvmsg conn msg_namelen:-1 = -1 EINVAL"),
    Lines.tcp("recvmsg01, pointer", "send a x = 1", "recvmsg conn msg_iov:badptr = -1 EFAULT"),
    Lines("select01", "open /etc/passwd f = fd", "select r:f w:f 100ms = 2"),
    Lines(
      "select03", "pipe r w = 0", "select r:badptr 0 = -1 EFAULT", "select w:badptr 0 = -1 EFAULT",
      "select r:r timeout:badptr = -1 EFAULT"),
    Lines(
      "select04", "pipe r w = 0", "nonblock w on = 0", "repeat 16", "write w fill:4K = 4096", "end",
      "write w x = -1 EAGAIN", "select w:w 0 = 0"),
    Lines.tcp("send01", "send a badptr len:10 = -1 EFAULT"),
    Lines("sendfile03", "sendfile fd:400 /etc/passwd = -1 EBADF"),
    Lines("sendfile04", "socketpair a b = 0", "sendfile a /etc/passwd offset:badptr = -1 EFAULT"),
    Lines(
      "sendfile06", "socketpair a b = 0", "open /etc/passwd f = fd", "sendfile a f NULL 10 = 10",
      "sendfile a f NULL 10 = 10"),
    Lines("sendmmsg02", "sendmmsg fd:400 x = -1 EBADF"),
    Lines("sendmsg01, number", "sendmsg fd:400 x to 127.0.0.1:9 = -1 EBADF"),
    Lines.tcp("sendmsg01, structure", "sendmsg a x msg:badptr = -1 EFAULT"),
    Lines.udp("sendmsg01, control", "sendmsg u x to {srv} msg_control:badptr = -1 EFAULT"),
    Lines.tcp("sendmsg01, name, TCP", "sendmsg a x to badptr = -1 EFAULT"),
    Lines.udp("sendmsg01, name", "sendmsg u x to badptr = -1 EFAULT"),
    Lines.udp("sendto01, data", "sendto u badptr {srv} = -1 EFAULT"),
    Lines.udp("sendto01, length", "sendto u x {srv} addrlen:-1 = -1 EINVAL"),
    Lines("setsockopt01, pointer", "socket a tcp = fd", "setsockopt a SO_OOBINLINE NULL = -1 EFAULT"),
    Lines("socketpair01", "socketpair a b AF_UNIX SOCK_STREAM 0 sv:badptr = -1 EFAULT"),
    Lines("sockioctl01, pointer", "socket a tcp = fd", "ioctl a SIOCATMARK badptr = -1 EFAULT"),
    Lines("sockioctl01, interface", "socket u udp = fd", "ioctl u SIOCGIFFLAGS badptr = -1 EFAULT"),
    Lines("splice01", "pipe r w = 0", "open /etc/passwd f = fd", "splice f w 64 = 1..64"),
    Lines("splice03, number", "pipe r w = 0", "splice r fd:400 10 = -1 EBADF"),
    Lines("splice03, offset", "pipe r w = 0", "pipe r2 w2 = 0", "splice r w2 10 off_in:10 = -1 ESPIPE"),
    Lines("splice08", "pipe r w = 0", "open /dev/zero z = fd", "splice z w 64 = 64"),
  ]
}
