import Foundation
import Glibc
import Support

/// What tcpdump saw on the loopback interface while a program ran in a network of its own.
struct Capture {
  /// What the program wrote, and what tcpdump said.
  let output: String, log: String
  let segments: [Segment]
  /// Whether the kernel had to leave packets out.
  let hasLost: Bool

  /// A TCP segment.
  struct Segment {
    let from: String, to: String
    let flags: Flags
    let sequence: UInt32
    /// How many bytes of data it has.
    let length: Int
  }

  struct Flags: OptionSet {
    let rawValue: UInt8
    static let fin = Flags(rawValue: 1), syn = Flags(rawValue: 2), rst = Flags(rawValue: 4), ack = Flags(rawValue: 16)
  }

  /// Whether tcpdump is installed, and may listen.
  static let isPossible =
    Program.find("tcpdump") != nil && (try? Capture(["/bin/true"]))?.log.contains("listening on lo") == true

  /// tcpdump gives up root's rights, which needs a user that a user namespace does not have; so root makes none.
  private static let network = ["/usr/bin/unshare"] + (geteuid() == 0 ? ["-n"] : ["-nc", "--keep-caps"])

  /// Runs the words after the name of the file and the log, while tcpdump writes the file.
  private static let script = """
    ip link set lo up
    file=$1 log=$2
    shift 2
    tcpdump $TCPDUMP_USER -i lo -s 128 -B 16384 --immediate-mode -U -w "$file" tcp 2>"$log" &
    dump=$!
    for _ in $(seq 200); do
      grep -q 'listening on' "$log" && break
      kill -0 $dump 2>/dev/null || exit 0
      sleep 0.05
    done
    "$@"
    code=$?
    for _ in $(seq 50); do
      before=$size
      sleep 0.1
      size=$(stat -c %s "$file")
      [ "$size" = "$before" ] && break
    done
    kill -INT $dump
    wait $dump
    exit $code
    """

  init(_ words: [String], input: [UInt8] = []) throws {
    let file = try Scratch.file(), log = try Scratch.file()
    defer { for file in [file, log] { try? FileManager.default.removeItem(at: file) } }
    let words = Self.network + ["/bin/sh", "-c", Self.script, "sh", file.path, log.path] + words
    let ended = try Program.run(
      Array(words.dropFirst()), of: words[0], input: input,
      environment: ["TCPDUMP_USER": geteuid() == 0 ? "-Z root" : ""], limit: 120)
    let said = try String(contentsOf: log, encoding: .utf8)
    (output, self.log) = (ended.output, ended.errors + said)
    segments = Self.segments(of: [UInt8](try Data(contentsOf: file)))
    hasLost = !said.contains("\n0 packets dropped by kernel")
  }

  /// The segments in a file of tcpdump's, see pcap-savefile(5): a header of 24 bytes, then each packet after a header of
  /// 16 bytes.
  private static func segments(of file: [UInt8]) -> [Segment] {
    var (segments, index): ([Segment], Int) = ([], 24)
    while index + 16 <= file.count {
      let length = (0..<4).reduce(0) { $0 | Int(file[index + 8 + $1]) << (8 * $1) }
      let end = min(file.count, index + 16 + length)
      if let segment = segment(file[(index + 16)..<end]) { segments.append(segment) }
      index = end
    }
    return segments
  }

  /// The segment in an Ethernet frame.
  private static func segment(_ frame: ArraySlice<UInt8>) -> Segment? {
    let frame = Array(frame)
    func number(_ at: Int, _ bytes: Int) -> Int { (0..<bytes).reduce(0) { $0 << 8 | Int(frame[at + $1]) } }
    guard frame.count >= 54 else { return nil }
    let isSix = number(12, 2) == 0x86dd
    let start = isSix ? 54 : 14 + Int(frame[14] & 15) * 4
    guard frame.count >= start + 20 else { return nil }
    let all = isSix ? number(18, 2) : number(16, 2) - (start - 14)
    return Segment(
      from: host(frame, isSix ? 22 : 26, isSix) + ":\(number(start, 2))",
      to: host(frame, isSix ? 38 : 30, isSix) + ":\(number(start + 2, 2))", flags: Flags(rawValue: frame[start + 13]),
      sequence: UInt32(number(start + 4, 4)), length: all - Int(frame[start + 12] >> 4) * 4)
  }

  private static func host(_ frame: [UInt8], _ at: Int, _ isSix: Bool) -> String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let bytes = Array(frame[at..<at + (isSix ? 16 : 4)])
    inet_ntop(isSix ? AF_INET6 : AF_INET, bytes, &text, socklen_t(text.count))
    let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return isSix ? "[\(name)]" : name
  }
}
