import Commands
import Glibc
import Packets
import Runner
import Sockets

/// Writes the segments of a session to a pcapng file, each with a comment that names the line which it came with. The file
/// is whole after each of them.
package final class CaptureReport: Report {
  package let path: String
  /// Called when the file cannot be written any more; what it holds so far is whole.
  package var whenBroken: (FileProblem) -> Void = { _ in }
  private let file: GrowingFile
  private var writer = PcapngWriter()
  /// The interfaces that the file has, by their names.
  private var interfaces: [String: Int] = [:]
  /// What is to be added to a moment for the time since the beginning of 1970, in nanoseconds.
  private let epoch: Int64
  private var isBroken = false

  package var wantsChanges: Bool { true }

  /// Begins a new file; an existing one is left alone.
  package init(path: String) throws(FileProblem) {
    self.path = path
    let opened = Descriptors.beyondSoftLimit { open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644) }
    guard opened >= 0 else { throw FileProblem(errno: Errno(errno)) }
    file = GrowingFile(Descriptors.outOfTheWay(opened))
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    epoch = Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec) - monotonicNanoseconds()
    do throws(FileProblem) { try file.append(writer.header(application: "sockplay")) } catch {
      unlink(path)
      throw error
    }
  }

  package func take(_ record: Record) {
    if isBroken { return }
    do throws(FileProblem) {
      switch record {
      case .step(let step) where !step.segments.isEmpty:
        let comment = Self.comment(step)
        for reported in step.segments { try write(reported.segment, comment) }
      case .segment(let reported): try write(reported.segment, nil)
      default: break
      }
    } catch {
      isBroken = true
      whenBroken(error)
    }
  }

  /// `line 12: client> connect cli {srv}`; at a prompt without the number.
  private static func comment(_ step: Step) -> String {
    let typed = String(decoding: step.statement.typed, as: UTF8.self)
    let line = (step.role.map { "\($0)> " } ?? "") + typed
    return step.place.source.isEmpty ? line : "line \(step.place.number): \(line)"
  }

  private func write(_ segment: Segment, _ comment: String?) throws(FileProblem) {
    let frame = segment.frame
    let dropped = frame.fate.isDropped ? ["dropped by the cable"] : frame.fate.isMade ? ["made by the cable"] : []
    let rules = frame.fate.rules.map { "cable: \($0.text) (rule \($0.number))" }
    let packet = CapturedPacket(
      interface: try interface(frame.sender ?? (frame.fate.isMade ? "cable" : "lo")),
      time: frame.moment + epoch, bytes: frame.bytes, originalLength: frame.originalLength,
      comments: [comment].compactMap { $0 } + dropped + rules)
    try file.append(writer.packet(packet))
  }

  /// The number of the interface `name`, which is described first where it is new.
  private func interface(_ name: String) throws(FileProblem) -> Int {
    if let number = interfaces[name] { return number }
    try file.append(writer.interface(CaptureInterface(link: .ethernet, name: name), limit: 0))
    let number = interfaces.count
    interfaces[name] = number
    return number
  }
}
