import Foundation
import Handles
import Support

/// A sockplay that is driven line by line through a pipe, and what it says of its handles.
final class Driven {
  typealias Object = [String: Any]

  /// A handle as it was last shown.
  struct Handle: Equatable {
    var kind = "", state = ""
    var descriptor = -1
    var unread = 0, unsent = 0, queue = 0, backlog = 0
    var local: String?, peer: String?
    /// Whether connect to AF_UNSPEC has ended what it was connected to.
    var isDisconnected = false
    /// The inode of its socket, also after its descriptor has been closed.
    var inode: String?
  }

  struct Problem: Error { let text: String }

  private let process = Process()
  private let input = PrivatePipe(), output = PrivatePipe()
  private var lines: [Data] = []
  private var unfinished = Data()
  private(set) var handles: [String: Handle] = [:]

  var number: Int32 { process.processIdentifier }

  /// How many lines have been typed.
  private var typed = 0

  /// Starts it with `arguments`; without any it reads lines. The words `inside` begin the command.
  init(_ arguments: [String] = ["--json"], inside: [String] = []) throws {
    let words = inside + [Program.sockplay] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = input.reading
    process.standardOutput = output.writing
    try process.start()
    try input.reading.close()
    try output.writing.close()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  /// Types `line`, of which no step may come, such as one of a block.
  func type(_ line: String) throws {
    try input.writing.write(contentsOf: Data((line + "\n").utf8))
    typed += 1
  }

  /// Types `line` and returns the step that it was.
  func step(_ line: String) throws -> Object {
    try type(line)
    while true {
      let step = try nextStep(after: line)
      if step["line"] as? Int == typed { return step }
    }
  }

  /// Types `line` and returns the result of its last call; throws when the line could not be run.
  @discardableResult func run(_ line: String) throws -> Int? {
    let step = try step(line)
    guard step["type"] as? String == "step", step["failure"] is NSNull else { throw Problem(text: "\(line): \(step)") }
    return (step["calls"] as? [Object])?.last?["result"] as? Int
  }

  /// The next step that is shown, within a minute.
  func nextStep(after line: String = "the last one") throws -> Object {
    while let object = try next(within: 60_000) {
      if ["step", "error"].contains(object["type"] as? String) { return object }
    }
    throw Problem(text: "no step came after \(line); handles: \(handles)")
  }

  /// Takes up what it has shown by itself.
  func takeEvents() throws { while try next(within: 0) != nil {} }

  /// Closes its input and waits for its end. Returns its exit code, or the negative
  /// number of the signal that ended it.
  func end() throws -> Int32 {
    try input.writing.close()
    while try next(within: 60_000) != nil {}
    let end = process.end()
    return end.isSignal ? -end.number : end.number
  }

  /// How long a piece of a line may take, in milliseconds.
  private static let pieceTimeout: Int32 = 1000

  /// The next object that it writes; nil at the end of its output, or when none comes within so many milliseconds.
  private func next(within milliseconds: Int32) throws -> Object? {
    while lines.isEmpty {
      var entry = pollfd(fd: output.reading.fileDescriptor, events: Int16(POLLIN), revents: 0)
      // A line of megabytes comes in pieces, each as soon as the one before has been read.
      let limit = unfinished.isEmpty ? milliseconds : max(milliseconds, Self.pieceTimeout)
      guard poll(&entry, 1, limit) > 0 else { return nil }
      let data = output.reading.availableData
      guard !data.isEmpty else { return nil }
      let parts = data.split(separator: 0x0a, omittingEmptySubsequences: false)
      lines = parts.dropLast().map { Data($0) }
      if let first = lines.indices.first { lines[first] = unfinished + lines[first] }
      if lines.isEmpty { unfinished.append(data) } else { unfinished = Data(parts.last!) }
    }
    guard let object = try JSONSerialization.jsonObject(with: lines.removeFirst()) as? Object else { return nil }
    for change in (object["handles"] as? [Object] ?? []) + [object["handle"] as? Object].compactMap({ $0 }) {
      note(change)
    }
    forgetAddresses(object)
    return object
  }

  /// connect to AF_UNSPEC takes the address from a socket that bind has given none, which is not told.
  private func forgetAddresses(_ step: Object) {
    let ended = (step["calls"] as? [Object] ?? []).contains {
      ($0["call"] as? String)?.contains("{AF_UNSPEC unspec}") == true && $0["result"] as? Int == 0
    }
    guard ended, let inode = (step["subject"] as? String).flatMap({ handles[$0]?.inode }) else { return }
    for (name, var handle) in handles where handle.inode == inode {
      handle.isDisconnected = true
      if handle.state == "CLOSED" { (handle.local, handle.peer) = (nil, nil) }
      handles[name] = handle
    }
  }

  private func note(_ change: Object) {
    guard let name = change["name"] as? String, let after = change["after"] as? Object else { return }
    if change["gone"] as? Bool == true { return handles[name] = nil }
    var handle = change["before"] is NSNull ? Handle() : handles[name] ?? Handle()
    handle.kind = change["kind"] as? String ?? ""
    handle.descriptor = change["fd"] as? Int ?? -1
    handle.state = after["state"] as? String ?? ""
    (handle.unread, handle.unsent) = (after["unread"] as? Int ?? -1, after["unsent"] as? Int ?? -1)
    (handle.queue, handle.backlog) = (after["queue"] as? Int ?? -1, after["backlog"] as? Int ?? -1)
    if handle.descriptor >= 0 { handle.inode = inode(of: handle.descriptor) ?? handle.inode }
    let (local, peer) = (change["local"] as? String, change["peer"] as? String)
    // Neither is there when they have not changed, and no peer when there is none any more.
    if local != nil || peer != nil { (handle.local, handle.peer) = (local ?? handle.local, peer) }
    // A datagram socket that connect to AF_UNSPEC has taken its port from has no address, which is not told.
    if handle.kind.hasPrefix("udp"), handle.state == "UNCONN" { (handle.local, handle.peer) = (nil, nil) }
    // A listener that shutdown has ended gave its port back; null says only that no address is new.
    if handle.kind.hasPrefix("tcp"), handle.state == "CLOSED", handle.peer == nil { handle.local = nil }
    handles[name] = handle
  }

  /// What each of its threads does now: its state, its system call, and how long it ran and waited for a processor.
  var threads: String {
    let folder = "/proc/\(number)/task"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { name in
      let words = ["stat", "syscall", "schedstat"].map { file in
        (try? String(contentsOfFile: "\(folder)/\(name)/\(file)", encoding: .utf8)) ?? "?"
      }
      return "thread \(name): \(words[0].between(") ", " ") ?? "?"), \(words[1].prefix(8)), \(words[2])"
    }.joined()
  }

  private func inode(of descriptor: Int) -> String? {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/fd/\(descriptor)")
    return link?.between("socket:[", "]")
  }
}
