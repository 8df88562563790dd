import Commands
import Foundation
import Handles
import Runner
import SessionLanguage
import Sockets
import Support

@testable import Reports

/// Steps made up for reports: always the same, whatever a machine does.
enum Samples {
  static let tcp = SocketKind.words[0].kind, udp = SocketKind.words[1].kind
  static let server = SocketAddress.ipv4(0x7f00_0001, port: 40001),
    client = SocketAddress.ipv4(0x7f00_0001, port: 51234)

  static func step(
    _ line: String, _ calls: [Exchange] = [], _ changes: [Change] = [], _ more: (Step) -> Void = { _ in }
  ) -> Step {
    let step = Step(place: Place(source: "lesson.session", number: 7), statement: try! Parser.parse(Array(line.utf8)))
    step.exchanges = calls
    step.changes = changes
    more(step)
    return step
  }

  static func done(
    _ call: Call, _ result: Int, _ nanoseconds: Int64 = 6_000, data: [UInt8]? = nil, from address: SocketAddress? = nil,
    end: Bool = false
  ) -> Exchange {
    var received = Received(data: data, address: address)
    received.isEndOfFile = end
    return Exchange(call: call, answer: Answer(result: result, nanoseconds: nanoseconds, received: received))
  }

  static func failed(_ call: Call, _ symbol: String, _ nanoseconds: Int64 = 6_000) -> Exchange {
    Exchange(call: call, answer: Answer(result: -1, errno: Errno(symbol: symbol)!, nanoseconds: nanoseconds))
  }

  static func seen(
    _ state: SocketState, unread: Int = 0, unsent: Int = 0, queue: Int = 0, backlog: Int = 0, left: Int = 0
  ) -> Snapshot {
    var snapshot = Snapshot(state: state)
    (snapshot.unread, snapshot.unsent, snapshot.queue, snapshot.backlog, snapshot.millisecondsLeft) = (
      unread, unsent, queue, backlog, left
    )
    return snapshot
  }

  static func change(
    _ name: String, _ before: Snapshot?, _ after: Snapshot, fd: Int32 = 3, kind: SocketKind = tcp,
    endpoints: Endpoints? = nil,
    closing: Bool = false, gone: Bool = false
  ) -> Change {
    Change(
      name: name, before: before, after: after, descriptor: fd, kind: kind, endpoints: endpoints, isClosing: closing,
      isGone: gone)
  }

  static let recv = Call("recv", .descriptor(5), .buffer, .integer(100), .integer(0))
  private static let both = Endpoints(local: client, peer: server)

  /// A step of every kind that a person can see.
  static var all: [Step] {
    [
      step(
        "socket srv tcp", [done(Call("socket", .symbol("AF_INET"), .symbol("SOCK_STREAM"), .symbol("IPPROTO_TCP")), 3)],
        [change("srv", nil, seen(.closed))]),
      step(
        "server> bind srv 127.0.0.1:0",
        [done(Call("bind", .descriptor(3), .address(.ipv4(0x7f00_0001, port: 0))), 0, 42_000)],
        [change("srv", seen(.closed), seen(.bound), endpoints: Endpoints(local: server))]),
      step(
        "listen srv 5", [done(Call("listen", .descriptor(3), .integer(5)), 0, 999_999)],
        [change("srv", seen(.bound), seen(.listen, backlog: 5))]),
      step(
        "connect cli {srv}", [done(Call("connect", .descriptor(4), .address(server)), 0, 1_234_567)],
        [
          change("cli", seen(.closed), seen(.established), endpoints: both),
          change("srv", seen(.listen, backlog: 5), seen(.listen, queue: 1, backlog: 5)),
        ]),
      step(
        "accept srv conn", [done(Call("accept", .descriptor(3), .addressOut), 5, from: client)],
        [
          change("conn", nil, seen(.established, unread: 3), fd: 5, endpoints: Endpoints(local: server, peer: client)),
          change("srv", seen(.listen, queue: 1, backlog: 5), seen(.listen, backlog: 5)),
        ]),
      step(
        "send cli \"안녕\\r\\n\"",
        [done(Call("send", .descriptor(4), .bytes(Array("안녕\r\n".utf8)), .integer(8), .symbol("MSG_MORE")), 8)],
        [
          change("cli", seen(.established), seen(.established, unsent: 8)),
          change("연결", seen(.established), seen(.established, unread: 8)),
        ]),
      step(
        "send cli fill:8M",
        [
          done(
            Call("send", .descriptor(4), .bytes(Array(repeating: 120, count: 8 << 20)), .integer(8 << 20), .integer(0)),
            2_600_000,
            12_345_678_901)
        ], []
      ) { $0.outcome = .timedOut },
      step(
        "recv conn 100", [done(recv, 6, data: Array("ping\r\n".utf8))],
        [change("conn", seen(.established, unread: 6), seen(.established))]),
      step("recv conn 100", [done(recv, 80, data: Array(0..<80))]),
      step("recv conn 100", [done(recv, 21, data: Array("\u{1b}[31m\u{7}\u{9b}2J\u{202e}한\u{200b}\r".utf8) + [0xff])]),
      step("recv conn 100", [done(recv, 0, data: [], end: true)], [change("conn", seen(.closeWait), seen(.closeWait))]),
      step(
        "recv conn 100 MSG_DONTWAIT",
        [failed(Call("recv", .descriptor(5), .buffer, .integer(100), .symbol("MSG_DONTWAIT")), "EAGAIN")]
      ) {
        $0.reason = Reason(sentence: "conn has nothing unread, and the call was non-blocking")
      },
      step("recv conn 100", [failed(recv, "EINTR", 2_100_000_000)]) {
        $0.reason = Reason(sentence: "a signal interrupted the call while it waited")
      },
      step("recv conn 100 = timeout", [failed(recv, "EINTR", 100_000_000)]) { $0.outcome = .timedOut },
      step("recv conn 100", [failed(recv, "ECONNRESET")], [change("conn", seen(.established), seen(.closed))]) {
        $0.reason = Reason(sentence: "the other end of conn sent RST")
      },
      step("recv conn 100 &", [Exchange(call: recv, answer: nil)]) {
        $0.outcome = .waiting(1, name: "conn")
        $0.forecast = "nothing unread"
      },
      step("wait conn", [Exchange(call: recv, answer: nil)]) { $0.outcome = .timedOut },
      step(
        "recvfrom srv 64",
        [
          done(
            Call("recvfrom", .descriptor(3), .buffer, .integer(64), .integer(0), .addressOut), 0, data: [], from: client
          )
        ],
        [change("srv", seen(.bound), seen(.bound), kind: udp)]
      ) { $0.sender = "cli" },
      step(
        "close cli", [done(Call("close", .descriptor(4)), 0)],
        [
          change("cli", seen(.established), seen(.finWait2), fd: -1, closing: true),
          change("conn", seen(.established), seen(.closeWait), fd: 5),
        ]),
      step(
        "close conn", [done(Call("close", .descriptor(5)), 0)],
        [
          change("conn", seen(.closeWait), seen(.closed), fd: -1, closing: true, gone: true),
          change("cli", seen(.finWait2), seen(.timeWait, left: 59_900), fd: -1),
        ]),
      step(
        "reset cli",
        [
          done(
            Call(
              "setsockopt", .descriptor(4), .symbol("SOL_SOCKET"), .symbol("SO_LINGER"),
              .option(.linger, [1, 0, 0, 0, 0, 0, 0, 0])), 0),
          done(Call("close", .descriptor(4)), 0),
        ],
        [change("cli", seen(.established), seen(.closed), fd: -1, closing: true, gone: true)]),
      step(
        "bind u unix:/tmp/s",
        [failed(Call("bind", .descriptor(3), .address(.unix(Array("/tmp/\u{1b}한".utf8)))), "EADDRINUSE")]),
      step(
        "connect d unix:@x", [done(Call("connect", .descriptor(3), .address(.unix([0, 120]))), 0)],
        [
          change(
            "d", seen(.unconnected), seen(.established), kind: SocketKind.words[4].kind,
            endpoints: Endpoints(local: .unix([]), peer: .unix([0, 120])))
        ]),
      step("recvall conn 6", [done(recv, 6, data: Array("ping\r\n".utf8))]) {
        $0.total = done(Call("recvall", .descriptor(5), .integer(6)), 6, data: Array("ping\r\n".utf8))
        $0.outputs = ["count"]
      },
      step(
        "recvall conn",
        [done(recv, 2, data: [112, 105]), done(recv, 3, data: [110, 103, 10]), done(recv, 0, data: [], end: true)]
      ) {
        $0.total = done(Call("recvall", .descriptor(5), .integer(1 << 20)), 5, data: Array("ping\n".utf8), end: true)
        $0.outputs = ["EOF"]
      },
      step("recvall conn", [done(recv, 5, data: Array("ping\n".utf8)), failed(recv, "EINTR")]) {
        $0.total = Exchange(
          call: Call("recvall", .descriptor(5), .integer(1 << 20)),
          answer: Answer(
            result: -1, errno: Errno(symbol: "EINTR")!, nanoseconds: 1, received: Received(data: Array("ping\n".utf8))))
      },
      step("? conn.unread == 0") { $0.listing = ["holds"] },
      step("handles") {
        $0.listing = ["NAME  FD", "srv   3"]
        $0.values = [["name": .text("srv"), "fd": .number(3), "peer": .none]]
      },
      step("recv conn 100 = 5 \"hellO\"", [done(recv, 5, data: Array("hello".utf8))]) {
        $0.failure = Failure(.data(expected: Array("hellO".utf8), isPrefix: false), at: 18..<25)
      },
    ]
  }

  /// What an audience writes while `body` runs.
  static func written(_ body: (Output) throws -> Void) throws -> String {
    let file = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: file) }
    let handle = try FileHandle(forWritingTo: file)
    let output = Output(descriptor: handle.fileDescriptor)
    try body(output)
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}
