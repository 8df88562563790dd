import Foundation
import Support

/// A session file, played under strace.
struct StraceRun {
  let output: String
  let errors: String
  let code: Int32
  let log: [Traced]

  /// The calls that are watched; those with a mark are not on every machine.
  static let traced =
    "network,close,dup,fcntl,ioctl,openat,read,write,readv,writev,pipe,pipe2,splice,tee,sendfile,rt_sigaction,pidfd_open,pidfd_getfd,"
    + "?poll,?ppoll,?select,?pselect6,epoll_create1,epoll_ctl,?epoll_wait,?epoll_pwait,?epoll_pwait2"

  /// Plays the file at `path`; JSON or the screen. The words `inside` begin the command, such as those of a namespace.
  init(_ path: URL, json: Bool, options: [String] = [], inside: [String] = []) throws {
    try self.init(
      ["replay"] + (json ? ["--json"] : ["--color", "never"]) + options + [path.path], inside: inside)
  }

  /// Runs the lines of `input` as they come from a pipe, in `folder`. The words `inside` begin the command.
  init(input: [String], options: [String], inside: [String] = [], folder: URL) throws {
    let text = Array((input.joined(separator: "\n") + "\n").utf8)
    try self.init(options, inside: inside, input: text, folder: folder)
  }

  private init(_ arguments: [String], inside: [String] = [], input: [UInt8] = [], folder: URL? = nil) throws {
    let log = try Scratch.file()
    defer { try? FileManager.default.removeItem(at: log) }
    // Another user may write it.
    chmod(log.path, 0o666)
    let strace = ["-f", "-i", "-y", "-s", "8192", "-e", "trace=\(Self.traced)", "-o", log.path]
    let words = inside + [Program.find("strace")!] + strace + [Program.sockplay] + arguments
    let ended = try Program.run(Array(words.dropFirst()), of: words[0], input: input, folder: folder, limit: 300)
    (output, errors, code) = (ended.output, ended.errors, ended.code)
    self.log = Traced.read(try String(contentsOf: log, encoding: .utf8))
  }

  /// What differs between the screen and the kernel when `path` is played.
  static func problems(_ path: URL, json: Bool, options: [String] = [], inside: [String] = []) throws -> [String] {
    let run = try StraceRun(path, json: json, options: options, inside: inside)
    guard run.code == 0 else {
      return ["\(path.lastPathComponent) ended with \(run.code): \(run.errors)\(run.output.suffix(500))"]
    }
    let text = try String(contentsOf: path, encoding: .utf8)
    let probes = text.split(separator: "\n").filter { $0.hasPrefix("@needs") && $0.contains("ipv6") }.count
    let shown = try json ? ShownCalls(json: run.output) : ShownCalls(screen: run.output, probes: probes)
    let folder = path.deletingLastPathComponent().resolvingSymlinksInPath().path
    let problems = Comparison(shown, run.log, folder: folder).problems
    return problems.isEmpty && shown.calls.isEmpty ? ["no call was made"] : problems
  }
}
