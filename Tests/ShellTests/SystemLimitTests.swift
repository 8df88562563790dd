import Foundation
import Glibc
import Support
import Testing

/// What the system denies, each with what is said about it.
@Suite(.waits) struct SystemLimitTests {
  /// Runs `script`, in which $S is sockplay.
  func shell(_ script: String, input: String = "", folder: URL? = nil) throws -> Program.Ended {
    try Program.run(
      ["-c", script], of: "/bin/bash", input: Array(input.utf8), environment: ["S": Program.sockplay], folder: folder)
  }

  // MARK: Names that are no text

  @Test func aUsageErrorShowsNoControlBytes() throws {
    let ended = try shell(#""$S" --no-such=$'\e[31m' check $'\e]0;title\a'; "$S" $'\e[2J'"#)
    #expect(
      !ended.errors.isEmpty && !ended.errors.utf8.contains(0x1b) && !ended.errors.utf8.contains(0x07), "\(ended.errors)"
    )
  }

  // MARK: Standard descriptors

  @Test func aReaderThatLeavesEndsIt() throws {
    let ended = try Scratch.folder {
      try shell(#"yes 'handles' | "$S" 2>errors | head -1; echo "${PIPESTATUS[1]}"; cat errors"#, folder: $0)
    }
    #expect(ended.output == "> handles\n3\nsockplay: the output broke off: Broken pipe\n")
  }

  @Test func aFullDeviceEndsIt() throws {
    let ended = try shell(#"yes 'handles' 2>/dev/null | "$S" >/dev/full; echo "${PIPESTATUS[1]}""#)
    #expect(ended.errors == "sockplay: the output broke off: No space left on device\n")
    #expect(ended.output == "3\n")
  }

  /// Whoever shares the pipe may have made it non-blocking.
  @Test func aReaderThatIsLateHasAllOfAnOutputThatDoesNotWait() throws {
    let script = """
      import fcntl, os, subprocess, sys, time
      out, back = os.pipe()
      os.set_blocking(back, False)
      lines = b"repeat 4000\\nhandles\\nend\\n? 1 == 1\\n"
      child = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=back)
      os.close(back)
      child.stdin.write(lines)
      child.stdin.close()
      size = fcntl.fcntl(out, fcntl.F_GETPIPE_SZ)
      deadline = time.time() + 30
      import array, termios
      held = array.array("i", [0])
      while held[0] < size - 4096 and time.time() < deadline:
          fcntl.ioctl(out, termios.FIONREAD, held)
          time.sleep(0.01)
      time.sleep(0.1)
      text = open(out).read()
      print(child.wait(), text.count("there are no handles"), text.endswith("holds\\n"))
      """
    let ended = try Program.run(["-c", script, Program.sockplay], of: Program.find("python3") ?? "/usr/bin/python3")
    #expect(ended.output == "0 4000 True\n", "\(ended.errors)")
  }

  @Test func whatWhoeverStartedItHasBlockedIsHeard() throws {
    let script = """
      import os, signal, sys
      signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE])
      os.execv(sys.argv[1], sys.argv[1:])
      """
    let lines = ["socketpair a b", "close b", "signal pipe default", "send a x = -1 EPIPE SIGPIPE"].flatMap {
      ["-e", $0]
    }
    let ended = try Program.run(
      ["-c", script, Program.sockplay] + lines, of: Program.find("python3") ?? "/usr/bin/python3")
    #expect(ended.code == 0, "\(ended.errors)")
  }

  @Test func withoutStandardOutputNothingGoesToASocket() throws {
    let ended = try shell(#""$S" >&-"#, input: "socket a tcp\nclose a\n")
    #expect(ended.code == 3)
    #expect(ended.errors == "sockplay: the output broke off: Bad file descriptor\n")
  }

  @Test func withoutStandardInputThereIsAnError() throws {
    let ended = try shell(#""$S" <&-"#)
    #expect(ended.code == 3)
    #expect(ended.errors == "sockplay: cannot read the input: Bad file descriptor\n")
  }

  @Test func withoutStandardErrorItRuns() throws {
    let ended = try shell(#""$S" 2>&-"#, input: "socket a tcp\nnonsense\n")
    #expect(ended.code == 2)
    #expect(ended.output.contains("= 3"))
  }

  @Test func withoutAnyTheFirstSocketIsStillThree() throws {
    let ended = try shell(#""$S" -e 'socket a tcp' -e '? a.fd == 3' >/dev/null <&- 2>&-"#)
    #expect(ended.code == 0)
  }

  @Test func aFolderAsInputIsAnError() throws {
    let ended = try shell(#""$S" </"#)
    #expect(ended.code == 3)
    #expect(ended.errors == "sockplay: cannot read the input: Is a directory\n")
  }

  // MARK: Descriptors

  @Test(arguments: [6, 8, 16, 64])
  func whenNoDescriptorsAreLeftTheCallSaysSo(_ limit: Int) throws {
    let lines =
      (1...limit).map { "socket s\($0) tcp" } + [
        "close s1", "socket again tcp", "bind again 127.0.0.1:0", "listen again 5", "? again.state == LISTEN",
      ]
    let ended = try shell("ulimit -n \(limit); \"$S\" --keep-going", input: lines.joined(separator: "\n"))
    #expect(ended.code == 4)
    #expect(ended.output.contains("errno 24 EMFILE (Too many open files)"))
    #expect(ended.errors.contains("this process may open no more descriptors (ulimit -n)"))
    #expect(ended.output.contains("again  fd 3"))
    #expect(ended.output.hasSuffix("holds\n"))
  }

  @Test func withoutDescriptorsAFileIsNotRead() throws {
    let lines =
      (1...16).map { "socket s\($0) tcp" } + ["source some.session", "record some.session", "close s1", "handles"]
    try Scratch.folder { folder in
      let ended = try shell(
        "ulimit -n 16; \"$S\" --keep-going --allow files", input: lines.joined(separator: "\n"), folder: folder)
      #expect(ended.errors.contains("cannot read some.session: Too many open files"))
      #expect(ended.errors.contains("cannot record to some.session"))
      #expect(ended.output.contains("LOCAL"))
    }
  }

  // MARK: Recording

  @Test func aFullDiskEndsTheRecordingAndKeepsWhatItHas() throws {
    try Scratch.folder { folder in
      // 8 blocks of 512 bytes; SIGXFSZ stands for the disk.
      let lines = ["record a.session"] + (1...200).map { "socket s\($0) tcp" } + ["? s200.state == CLOSED"]
      let ended = try shell(
        "ulimit -f 4; ulimit -n 1024; \"$S\" --allow files | tail -1", input: lines.joined(separator: "\n"),
        folder: folder)
      #expect(ended.output == "holds\n")
      #expect(ended.errors == "sockplay: recording to a.session ended: File too large; what it holds so far is whole\n")
      let text = try String(contentsOf: folder.appendingPathComponent("a.session"), encoding: .utf8)
      // The last page may end in blanks.
      let recorded = text.split(separator: "\n").filter { $0.contains { $0 != " " } }
      #expect(text.hasSuffix("\n") && recorded.last!.hasSuffix("[s\(recorded.count - 1) CLOSED]"))
      try #expect(Program.run(["check", "a.session"], folder: folder).code == 0)
    }
  }

  @Test(arguments: ["\"$S\"", "\"$S\" replay", "\"$S\" check"])
  func aRecordingThatEndsEarlyShowsInTheExitCode(command: String) throws {
    try Scratch.folder { folder in
      let lines = ["sockplay 1", "record a.session"] + (1...200).map { "socket s\($0) tcp" }
      let ended = try shell(
        "ulimit -f 4; ulimit -n 1024; cat > lines; \(command) --allow files \(command.hasSuffix("S\"") ? "<" : "")lines >out; echo $?",
        input: lines.joined(separator: "\n"), folder: folder)
      #expect(ended.output == "3\n", "\(ended.errors)")
    }
  }

  @Test(.enabled(if: Namespace.isPossible, "this user may not mount, not even in a namespace of its own"))
  func aDiskWithoutSpaceEndsTheRecordingAndKeepsWhatItHas() throws {
    try Scratch.folder { folder in
      let lines = ["record disk/a.session"] + (1...200).map { "socket s\($0) tcp" } + ["? s200.state == CLOSED"]
      let script =
        #"mkdir disk && mount -t tmpfs -o size=8k tmpfs disk && "$S" --allow files | tail -1; cp disk/a.session ."#
      let ended = try Program.run(
        ["-rm", "/bin/bash", "-c", script], of: "/usr/bin/unshare", input: Array(lines.joined(separator: "\n").utf8),
        environment: ["S": Program.sockplay], folder: folder)
      #expect(ended.output == "holds\n")
      #expect(
        ended.errors
          == "sockplay: recording to disk/a.session ended: No space left on device; what it holds so far is whole\n")
      try #expect(Program.run(["check", "a.session"], folder: folder).code == 0)
    }
  }

  /// A kernel that may keep nothing in TIME_WAIT forgets a connection as soon as it is closed.
  @Test(.enabled(if: Namespace.isPossible, "this user may not make a network of its own"))
  func aKernelThatKeepsNoMoreInTimeWaitIsNamed() throws {
    let lines = OpeningLines.connected + ["close cli", "close conn = 0 [cli TIME_WAIT] within 200ms"]
    let script = #"echo 0 >/proc/sys/net/ipv4/tcp_max_tw_buckets && exec "$S" --keep-going"#
    let words = Namespace.ownNetwork + ["/bin/bash", "-c", script]
    let ended = try Program.run(
      Array(words.dropFirst()), of: words[0], input: Array(lines.text.utf8), environment: ["S": Program.sockplay])
    #expect(ended.code == 4, "\(ended.errors)")
    let why =
      "the kernel has 0 sockets in TIME_WAIT, of at most 0 (net.ipv4.tcp_max_tw_buckets), and drops any more"
    #expect(
      ended.errors.contains("cli is gone, not TIME_WAIT") && ended.errors.contains("= why   \(why)\n"),
      "\(ended.errors)")
  }

  @Test(arguments: [
    ("there", "File exists", "choose another name"), ("no/where", "No such file or directory", "make the folder first"),
    (".", "File exists", "choose another name"),
    // In a folder of root's nobody else learns whether the file is there.
    (
      "/dev/full", geteuid() == 0 ? "File exists" : "Permission denied",
      geteuid() == 0 ? "another name" : "a folder of your own"
    ),
  ])
  func whereItCannotRecordItSaysSo(_ path: String, _ reason: String, _ help: String) throws {
    try Scratch.folder { folder in
      try Data("mine".utf8).write(to: folder.appendingPathComponent("there"))
      let ended = try Program.run(["--keep-going", "-e", "record \(path)", "-e", "handles"], folder: folder)
      #expect(ended.code == 3)
      #expect(ended.errors.contains("error: cannot record to \(path)"))
      #expect(ended.errors.contains(reason) && ended.errors.contains(help))
      #expect(ended.output.contains("there are no handles"))
      try #expect(String(contentsOf: folder.appendingPathComponent("there"), encoding: .utf8) == "mine")
    }
  }
}

/// Calls that wait take threads.
extension SystemLimitTests {
  /// root has no limit of threads, but the root of a namespace has: there only what runs in it counts.
  @Test(.enabled(if: Namespace.isPossible && UnprivilegedUser.isPossible, "this user may not make a namespace"))
  func withoutThreadsACallThatWaitsIsRefused() throws {
    let lines = [
      "socket a udp", "bind a 127.0.0.1:0", "repeat 60", "recv a 10 &", "end", "recv a 10 MSG_DONTWAIT = -1 EAGAIN",
      "jobs",
    ]
    let become = geteuid() == 0 ? "setpriv --reuid=\(100_000 + getpid()) --clear-groups" : "unshare -r"
    let script = become + #" /bin/bash -c 'ulimit -u 40; exec "$S" --keep-going'"#
    let ended = try shell(script, input: lines.joined(separator: "\n"), folder: URL(fileURLWithPath: "/"))
    #expect(ended.code == 3)
    #expect(ended.errors.contains("error: no thread could be made for this call"))
    #expect(ended.errors.contains("EAGAIN (Resource temporarily unavailable)"))
    #expect(ended.errors.contains("(ulimit -u)"))
    #expect(ended.output.contains("MSG_DONTWAIT) = -1"))
    #expect(ended.output.contains("\n[1] a  recv\n") && !ended.output.contains("\n[60] a  recv\n"))
  }

  /// Whether a call waits is seen through a descriptor.
  @Test func withoutDescriptorsACallThatWaitsIsSeenToWaitAllTheSame() throws {
    let lines = [
      "@timeout 2s", "socket u udp", "bind u 127.0.0.1:0", "repeat 100", "socket s{i} udp = *", "end",
      "recv u 10 = blocks",
      "cancel u = -1 EINTR", "recv u 10 = -1 EINTR", "recv u 10 = timeout within 10ms",
    ]
    let ended = try shell("ulimit -n 60; \"$S\"", input: lines.joined(separator: "\n"))
    #expect(ended.code == 0, "\(ended.errors)")
  }

  /// Where there is no prompt to move a call away from.
  @Test(arguments: [["-e", "handles", "-e", "sleep 30s"], ["replay", "wait.session"]])
  func controlZStopsWhatPlaysAFile(_ arguments: [String]) throws {
    let script = """
      import os, signal, subprocess, sys
      child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, preexec_fn=os.setpgrp)
      while b"sleep" not in child.stdout.readline(): pass
      os.kill(child.pid, signal.SIGTSTP)
      print(os.WIFSTOPPED(os.waitpid(child.pid, os.WUNTRACED)[1]))
      child.kill()
      """
    try Scratch.folder { folder in
      try Data("sockplay 1\nhandles\nsleep 30s\n".utf8).write(to: folder.appendingPathComponent("wait.session"))
      let ended = try Program.run(["-c", script, Program.sockplay] + arguments, of: "/usr/bin/python3", folder: folder)
      #expect(ended.output == "True\n", "\(ended.errors)")
    }
  }

  /// Nothing can end a thread that tries a pattern.
  @Test func atMostFourPatternsThatFindNoEndAreTried() throws {
    let lines = [
      "socket a udp", "bind a 127.0.0.1:0", "sendto a \(String(repeating: "a", count: 40))! {a}", "repeat 6",
      "recv a 64 MSG_PEEK = 41 /^(a+)+$/ within 10ms", "end",
    ]
    let ended = try shell("\"$S\" --keep-going", input: lines.joined(separator: "\n"))
    #expect(ended.errors.split(separator: "\n").count { $0 == "error: the pattern takes too long" } == 4)
    #expect(ended.errors.split(separator: "\n").count { $0 == "error: no more patterns can be tried" } == 2)
  }

  @Test func aThousandCallsLeaveThePromptAlive() throws {
    try Typist.sits(lines: ["socket a udp", "bind a 127.0.0.1:0", "repeat 1000", "recv a 10 &"]) { pty, _ in
      try pty.type("end\r")
      try pty.wait("all to wait") { $0.plain().contains("job 1000:") }
      try pty.type("? a.unread == 0\r")
      try pty.wait("the prompt to answer") { $0.plain().contains("holds") }
      try pty.run("sendto a x {a}")
      try pty.wait("one to return") { $0.plain().contains("recv(3, buf, 10, 0) = 1") }
      try pty.type("quit\r")
      try #expect(pty.end() == 0)
    }
  }
}
