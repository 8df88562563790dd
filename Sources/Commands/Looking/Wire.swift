import Handles
import Packets
import SessionLanguage
import Sockets
import Text

extension Command {
  static let wire = Command(
    name: "wire", group: .looking, traits: .needsOneProcess,
    parameters: [
      Parameter("FILE|on|off|raw", .file), Parameter("N|N..M", .text, optional: true) { _ in .words([raw]) },
      Parameter(raw, .choice([raw]), optional: true),
    ],
    summary: "Show the segments of each step, or a capture file's packets.",
    korean: "각 단계에서 오간 세그먼트나 캡처 파일의 패킷을 보여 줍니다.",
    manual: """
      With wire on, each card also shows the segments of TCP, the datagrams of UDP and the messages of ICMP that passed while its line
      ran; those that pass later are told as events. Where the kernel's counters (nstat) show which timer sent a segment, it is named:
      the retransmission timer, a tail loss probe, the keep-alive timer, the persist timer, the delayed ACK timer. wire raw does the same
      with sequence numbers and windows as in the header, and wire off ends it. It needs an isolated session, or root. A line may then
      say what must pass: connect cli {srv} {> SYN, < SYN,ACK, > ACK}. segment N explains one of them, and ladder shows all.

      FILE is a pcap or pcapng file, as tcpdump and Wireshark write them. Each packet is an arrow between its two ends, in
      Wireshark's words: sequence numbers count from the beginning of a connection, windows are scaled, and remarks in
      brackets, such as [TCP Retransmission], follow from the packets before. With raw, numbers are as in the header.

      N explains packet N field by field and bit by bit; N..M shows these packets. Without them the first 200 are shown.
      A checksum that was not computed is that of a packet caught on loopback, where the kernel leaves it out.
      """
  ) { (arguments, table) throws(Diagnostic) in
    if arguments.count == 1, let watching = watching[try arguments.text(0)] { return .request(.wire(watching)) }
    let file = try arguments.capture(0, limit: table.limits.data)
    let words =
      arguments.count > 1
      ? try (1..<arguments.count).map { (index) throws(Diagnostic) in try arguments.text(index) } : []
    let isRaw = words.contains(raw)
    let index = words.firstIndex { $0 != raw }
    guard let index else { return ladder(of: file, 1...max(1, min(file.packets.count, shown)), isRaw: isRaw) }
    let range = try arguments.packets(words[index], index + 1, of: file)
    guard range.count == 1, !words[index].contains("..") else { return ladder(of: file, range, isRaw: isRaw) }
    return explanation(of: range.lowerBound, in: file, isRaw: isRaw, table.language)
  }

  private static let raw = "raw"
  /// A file of such a name needs its folder before it: ./on.
  private static let watching: [String: WireRequest] = ["on": .on, "off": .off, raw: .raw]
  /// How many packets are shown where the line does not say which.
  private static let shown = 200

  private static func ladder(of file: CaptureFile, _ range: ClosedRange<Int>, isRaw: Bool) -> Action {
    let rows = CaptureWalk(file, isRaw: isRaw).prefix(range.upperBound).dropFirst(range.lowerBound - 1).map(\.row)
    let rest = file.packets.count - range.upperBound
    var below =
      rest > 0
      ? ["… \(Plural.count(rest, "packet")) more: wire FILE \(range.upperBound + 1)..\(file.packets.count)"] : []
    if let problem = file.problem { below.append("the file was read as far as it goes: \(problem)") }
    if file.packets.isEmpty { below.append("there are no packets in it") }
    return .report(
      Listing(Ladder(rows).lines + below), values: rows.map(values))
  }

  private static func values(_ row: LadderRow) -> Row {
    [
      "number": .number(row.number), "time": .number(Int(row.time)),
      "from": .text(row.isRightward ? row.left : row.right), "to": .text(row.isRightward ? row.right : row.left),
      "words": .text(row.parts.joined(separator: " ")), "comments": .list(row.comments),
    ]
  }

  private static func explanation(of number: Int, in file: CaptureFile, isRaw: Bool, _ language: Language) -> Action {
    guard let entry = CaptureWalk(file, isRaw: isRaw).dropFirst(number - 1).first(where: { _ in true }) else {
      return .report([])
    }
    let explained = Explanation(entry.packet, entry.numbers, language: language)
    return .report(Listing(Ladder([entry.row]).lines + explained.lines), values: [values(entry.row)])
  }
}

extension Arguments {
  /// The capture file that the word names.
  fileprivate func capture(_ index: Int, limit: Int) throws(Diagnostic) -> CaptureFile {
    let path = try text(index)
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try FileBytes.read(path, limit: limit, refusesPipes: true)
    } catch {
      throw Diagnostic("cannot read \(Literal.visible(path))", at: span(index), label: error.text)
    }
    do throws(Malformed) { return try CaptureFile(reading: bytes) } catch {
      throw Diagnostic(
        "\(Literal.visible(path)) is not a capture file", at: span(index), label: error.text,
        help: "tcpdump -w FILE, dumpcap and Wireshark write such files")
    }
  }

  /// The packets that `word` means: one by its number, or the first and the last.
  fileprivate func packets(_ word: String, _ index: Int, of file: CaptureFile) throws(Diagnostic) -> ClosedRange<Int> {
    let count = file.packets.count
    let ends = word.firstRange(of: "..").map { [word[..<$0.lowerBound], word[$0.upperBound...]] } ?? [word[...]]
    let numbers = ends.compactMap { Int(numeral: $0) }
    guard numbers.count == ends.count, let first = numbers.first, let last = numbers.last, first >= 1, first <= last,
      first <= count
    else {
      throw .invalid(
        "packet", word, at: span(index), label: count == 0 ? "there are none in it" : "there are 1 to \(count)",
        help: "wire FILE 3 explains packet 3, wire FILE 1..20 shows the first 20")
    }
    return first...min(last, count)
  }
}
