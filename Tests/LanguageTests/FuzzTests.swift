import Fuzzing
import SessionLanguage
import Support
import Testing

/// Bytes that look a little like what peers and files hold.
enum Noise {
  static func bytes(_ random: inout SeededGenerator, upTo most: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let count = Int.random(in: 0...most, using: &random)
    while bytes.count < count {
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
      case 1: bytes.append(UInt8.random(in: 0...31, using: &random))
      case 2: bytes += Array(#"\"{}x0 7[]=/"#.utf8.shuffled(using: &random).prefix(3))
      case 3:
        bytes +=
          Unicode.Scalar(UInt32.random(in: 0x80...0x2fff, using: &random)).map { Array(String(Character($0)).utf8) }
          ?? []
      default: bytes.append(UInt8.random(in: 0x20...0x7e, using: &random))
      }
    }
    return bytes
  }
}

@Suite struct FuzzTests {
  private static let valid = [
    "server> socket srv tcp                       = fd                  [srv CLOSED]",
    "bind srv {host}:0 = -1 EINVAL (a remark)",
    #"client> send cli "ping\r\n\x00\u{d55c}{x}\{" MSG_DONTWAIT|MSG_MORE = 6"#,
    #"recv conn 64 = 6 "ping\r\n"... within 200ms"#,
    #"recvfrom srv 64 = 5 /t[i]m(e)\?+/ from {cli} [cli BOUND, srv BOUND]"#, "accept srv conn & = blocks",
    "? conn.unread == 0 and a.state != LISTEN within 2s",
    "@let host = 127.0.0.1", "@timeout 1.5s", "@needs ipv6 {x}", "repeat 1000", "end", "sockplay 1", "## 하나", "# prose",
    "recv a = 0 EOF",
    "send a rep:3:\"ab\" = 1..4096",
    "connect c [::1]:80 = 0", "let x = \"a b\"",
  ].map { Array($0.utf8) }

  private func parse(_ line: [UInt8]) {
    if let problem = FuzzedText.problem(line: line) { Issue.record("\(problem) in \(line)") }
  }

  /// Each is a file of several lines as well, data, and a pattern.
  @Test func whateverReadsTextReadsNoise() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<1_000 {
      var bytes: [UInt8] = []
      for _ in 0..<3 { bytes += Noise.bytes(&random, upTo: 40) + [0x0a] }
      if let problem = FuzzedText.problem(bytes) { Issue.record("\(problem) in \(bytes)") }
    }
  }

  /// What libFuzzer has found.
  @Test(arguments: [
    #"send(2, "x",-1, 1)"#, "sockplay\t(ss)((s  ) \t(s)()\t", "sockplay   (s)(Aockplay(s  ) )",
    ##"l('dd""""";;;;;;) = 0ddd\&'"##, #"send(6, '"\'', 1)"#, "s.send('\\",
  ])
  func whatWasFoundIsRead(_ text: String) {
    if let problem = FuzzedText.problem(Array(text.utf8)) { Issue.record("\(problem) in \(text)") }
  }

  @Test func theParserNeverTrapsOnRandomBytes() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<20_000 { parse(Noise.bytes(&random, upTo: 60)) }
  }

  @Test func theParserNeverTrapsOnBrokenLines() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      var line = Self.valid.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&line, &random) }
      parse(line)
    }
  }

  @Test func theParserNeverTrapsOnALineCutOffAnywhere() {
    for line in Self.valid {
      for end in 0...line.count { parse(Array(line[..<end])) }
      for start in 0..<line.count { parse(Array(line[start...])) }
    }
  }

  private func mutate(_ line: inout [UInt8], _ random: inout SeededGenerator) {
    let index = Int.random(in: 0...line.count, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0: line.insert(#""\{}[]()/=&@?#.,:> "#.utf8.randomElement(using: &random)!, at: index)
    case 1: if index < line.count { line.remove(at: index) }
    case 2: if index < line.count { line[index] = UInt8.random(in: 0...255, using: &random) }
    default: line += Self.valid.randomElement(using: &random)![...].prefix(Int.random(in: 0...20, using: &random))
    }
  }
}
