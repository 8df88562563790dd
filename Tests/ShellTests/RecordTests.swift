import Foundation
import Support
import Testing

@Suite(.waits) struct RecordTests {
  /// Everything the shell can do, with what goes wrong on the way. Keys stand between angle brackets: they are pressed
  /// while the line before waits; behind an equals sign, what a person waits to see before the next line.
  private static let lesson = """
    # A stream, with unnamed sockets and all kinds of waiting
    role server
    socket srv tcp
    bnid srv 127.0.0.1:0
    bind srv 127.0.0.1:0
    bind srv 127.0.0.1:0
    listen srv 2
    accept srv conn &
    accept srv conn
    role client
    socket tcp
    socket srv tcp
    accept s1 never
    connect s1 {srv}
    <= conn  fd>
    role off
    jobs
    recv conn 100
    <C-c>
    recv conn 100
    <C-z>
    wait conn
    <C-c>
    cancel conn
    let greeting = "Hello Bob\\r\\n"
    send s1 "{greeting}"
    recv conn 5
    recv conn 100 MSG_PEEK
    recv conn 100
    recv conn 100 MSG_DONTWAIT
    recv conn 100 &
    recv conn 100 &
    send s1 "\\e[2J{srv"
    <=   data >
    send s1 "안녕"
    <=   data >
    sendto s1 "three" {srv}
    recv conn 9
    connect s1 {srv}
    shutdown s1 wr
    recv conn 100
    send s1 "more"
    send conn "po"
    send conn "ng"
    recv s1 64
    recv s1 64
    <C-z>
    fg
    <C-z>
    fg
    <C-c>
    state conn
    handles
    help
    help bind
    close s1
    recv conn 1
    close conn
    state s1
    socket s1 tcp
    ## Refused and reset
    socket c2 tcp
    connect c2 127.0.0.1:1
    connect c2 127.0.0.1:PORT
    accept srv c3
    send c2 "unread"
    reset c2
    recv c3 2
    recv c3 100
    send c3 "x"
    close c3
    close c3
    send s1 "x"
    shutdown s1 rdwr
    socket big tcp
    connect big {srv}
    accept srv sink
    send big fill:9M
    <C-c>
    recv sink 1M MSG_DONTWAIT
    send big fill:9M MSG_DONTWAIT
    close sink
    recv big 10
    ## Datagrams
    socket u udp
    bind u 127.0.0.1:0
    socket v udp
    sendto v "time?" {u}
    recvfrom u 64
    connect v {u}
    send v "안녕"
    recv u 3
    send v ""
    recvfrom u 10
    close u
    send v "a"
    send v "b"
    recv v 10 MSG_DONTWAIT
    ## IPv6 and its clients of IPv4
    socket d tcp6
    setsockopt d SO_BINDTODEVICE lo
    bind d [::]:0
    listen d 5
    socket e tcp
    connect e 127.0.0.1:{d.port}
    accept d f
    socket g AF_INET6 SOCK_STREAM 0
    connect g [::1]:{d.port}
    accept d
    connect g 127.0.0.1:{d.port}
    socket w udp6
    sendto w "x" [::1]:{d.port}
    socket dw udp6
    setsockopt dw SO_BINDTODEVICE lo
    bind dw [::]:0
    socket dv udp
    bind dv 127.0.0.1:0
    sendto dw "mapped" {dv}
    recvfrom dv 10
    ## UNIX domain
    socket us unix
    bind us unix:a-path
    bind us unix:a-path
    listen us 1
    socket uc unix
    connect uc unix:no-path
    connect uc unix:a-path
    accept us ua
    send uc "path"
    recv ua 10
    close uc
    recv ua 10
    socket ab unix-dgram
    bind ab unix:@NAME
    socket ac unix-dgram
    sendto ac "nobody" unix:@NAME-none
    sendto ac "name" unix:@NAME
    recvfrom ab 10
    close ab
    sendto ac "gone" unix:@NAME
    socket au unix-dgram
    bind au unix:
    sendto ac "auto" {au}
    recvfrom au 10
    ## The rest
    sleep 10ms
    sleep 60m
    <C-c>
    pause "look"
    <Enter>
    source lesson.session
    repeat 3
    socket r{i} tcp = fd
    ? {i} == {i}
    close r{i}
    end
    socket q1 tcp = fd [q1 CLOSED] (a remark)
    socket q2 tcp = -1 EMFILE
    ? q1.state == CLOSED
    server> ? q1.state == CLOSED
    ? q1.state == LISTEN
    accept srv again &
    socket late tcp
    connect late {srv}
    <= again  fd>
    wait again
    wait again
    accept srv last &
    cancel last
    wait last
    close srv
    accept srv x
    close late
    """

  private func type(_ pty: Pty, name: String) throws {
    var port = ""
    let lines = Self.lesson.split(separator: "\n").map(String.init)
    for (index, line) in lines.enumerated() where !line.hasPrefix("<") {
      let line = line.replacing("PORT", with: port).replacing("NAME", with: name)
      let key = index + 1 < lines.count ? Self.keys[lines[index + 1]] : nil
      if let key {
        let start = pty.raw.count
        try pty.type(line + "\r")
        try pty.wait("it to wait") { pty in pty.plain(from: start).contains("blocked") || pty.isAsleep(since: start) }
        try pty.press(key)
      } else {
        let start = pty.raw.count
        let card = try pty.run(line)
        if index + 1 < lines.count, lines[index + 1].hasPrefix("<= ") {
          let text = String(lines[index + 1].dropFirst(3).dropLast())
          try pty.wait(text) { $0.plain(from: start).contains(text) }
        }
        if line == "listen srv 2" {
          port = try pty.run("? srv.port == 0 within 1ms").firstMatch(of: #/is (\d+)/#).map { String($0.1) } ?? ""
        }
        // A person reads: what is late has come before the next line is typed.
        if card.contains("FIN_WAIT1") || card.contains("LAST_ACK") { usleep(100_000) }
      }
    }
  }

  private static let keys = ["<C-c>": Pty.ctrlC, "<C-z>": Pty.ctrlZ, "<Enter>": "\r"]

  private static let sourced = """
    sockplay 1
    # A file that is sourced
    @timeout 3s
    @let host = 127.0.0.1
    socket in tcp
    bind in {host}:0
    ? in.state == BOUND
    """

  @Test func whatWasTypedPlaysAgainEachTime() throws {
    try Typist.sits { pty, folder in
      try Data(Self.sourced.utf8).write(to: folder.appendingPathComponent("lesson.session"))
      try pty.run("let before \"as it was\"")
      try pty.run("record all.session")
      try type(pty, name: folder.lastPathComponent)
      try pty.run("record off")
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
      let text = try String(contentsOf: folder.appendingPathComponent("all.session"), encoding: .utf8)
      if let path = ProcessInfo.processInfo.environment["SOCKPLAY_KEEP"] {
        try (pty.plain() + "\n=====\n" + text).write(toFile: path, atomically: true, encoding: .utf8)
      }
      for word in ["bnid", "PORT", "60m", "source "] { #expect(!text.contains(word)) }
      try Recording.check("all.session", folder)
    }
  }

  @Test func handlesMadeBeforeTheRecordingAreTold() throws {
    try Typist.sits(lines: ["socket early tcp"]) { pty, _ in
      try #expect(
        pty.run("record a.session").contains("made before the recording, and missing when it is played: early"))
    }
  }

  @Test func recordingNeverOverwritesAFile() throws {
    try Typist.sits(lines: ["record a.session", "record off"]) { pty, _ in
      try #expect(pty.run("record a.session").contains("cannot record to a.session"))
      try #expect(pty.run("record a.session").contains("choose another name"))
    }
  }
}

extension Pty {
  /// Whether the line that was entered after the byte START has been taken, and the program sleeps.
  func isAsleep(since start: Int) -> Bool {
    guard String(decoding: raw[start...], as: UTF8.self).contains("\u{1b}[?2004l") else { return false }
    let status = (try? String(contentsOfFile: "/proc/\(process)/wchan", encoding: .utf8)) ?? ""
    return status.contains("poll")
  }
}
