import Foundation
import Handles
import Support
import Testing

/// What `ss` says of the machine's sockets.
struct SocketStatistics {
  struct Row {
    /// In our words.
    let state: String
    let receive: Int, send: Int
    let local: String, peer: String
    /// Empty when the socket has no descriptor any more, and where ss does not tell.
    let inode: String
    /// The processes that have it, such as `(("sockplay",pid=4711,fd=3))`; only where the inode may be missing.
    var users = ""
    /// How long its timer runs on, in seconds.
    let seconds: Int?
  }

  private let rows: [Row]

  /// - Parameter family: The option of ss: `t`, `u`, `x`, `tux` for all three, `M`, `w` or `0`, or the word that stands
  ///   behind its option -f.
  /// - Parameter words: What begins the command, such as nsenter(1) to ask another namespace.
  init(_ family: String, inside words: [String] = []) throws {
    let isWord = family.count > 1 && family != Self.usual
    let option = isWord ? ["-anoeHO", "-f", family] : ["-\(family)anoeHO" + ("w0".contains(family) ? "p" : "")]
    let command = words + [try #require(Program.find("ss"))] + option
    let output = try Program.run(Array(command.dropFirst()), of: command[0]).output
    rows = output.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      if words.first?.hasPrefix("u_") == true { return Self.unix(words) }
      // Of several families, the first word names the one.
      let isNamed = family == "0" || family == Self.usual
      return Self.internet(isNamed ? Array(words.dropFirst()) : words, String(line))
    }
  }

  /// The families that one run of ss lists together, because it takes longer to start than to list them.
  static let usual = "tux"

  /// The socket that `handle` of the process of this `number` is.
  func row(of handle: Driven.Handle, in number: Int32) -> Row? {
    // ss knows netlink sockets by their protocol, which is 0 for routes, and their port, of which the first bit is a sign.
    if handle.kind == "netlink" {
      let port = handle.local.flatMap { UInt32($0.split(separator: ":")[1]) } ?? 0
      return rows.first { $0.local == "0:\(Int32(bitPattern: port))" }
    }
    guard handle.descriptor >= 0 else {
      return rows.first { $0.inode == handle.inode } ?? row(from: handle.local ?? "", to: handle.peer ?? "")
    }
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/fd/\(handle.descriptor)")
    guard let inode = link?.between("socket:[", "]") else { return nil }
    return rows.first { $0.inode == inode || $0.users.contains("pid=\(number),fd=\(handle.descriptor))") }
      // What is in TIME_WAIT has no inode any more, also while its descriptor is open.
      ?? (handle.state == "TIME_WAIT" ? row(from: handle.local ?? "", to: handle.peer ?? "") : nil)
  }

  /// The connection between two addresses.
  func row(from local: String, to peer: String) -> Row? { rows.first { $0.local == local && $0.peer == peer } }

  /// A socket with this address of its own.
  func row(from local: String) -> Row? { rows.first { $0.local == local } }

  private static func internet(_ words: [String], _ line: String) -> Row? {
    guard words.count > 4, let receive = Int(words[1]), let send = Int(words[2]) else { return nil }
    let inode = line.between("ino:", " ") ?? ""
    let users = line.firstRange(of: "users:").map { String(line[$0.upperBound...]) } ?? ""
    let timer = line.between("timer:(timewait,", ",").map(seconds)
    return Row(
      state: state(words[0]), receive: receive, send: send, local: words[3], peer: words[4], inode: inode, users: users,
      seconds: timer)
  }

  private static func unix(_ words: [String]) -> Row? {
    guard words.count > 7, let receive = Int(words[2]), let send = Int(words[3]) else { return nil }
    return Row(
      state: state(words[1]), receive: receive, send: send, local: words[4], peer: words[6], inode: words[5],
      seconds: nil)
  }

  private static func state(_ word: String) -> String {
    let ours = ["ESTAB": "ESTABLISHED", "FIN-WAIT-1": "FIN_WAIT1", "FIN-WAIT-2": "FIN_WAIT2"]
    return ours[word] ?? word.replacing("-", with: "_")
  }

  /// `1min29sec`, `59sec`, `5.500ms`, `200ms`
  private static func seconds(_ text: String) -> Int {
    var rest = text[...]
    var sum = 0
    if let minutes = rest.firstRange(of: "min") {
      sum = 60 * (Int(rest[..<minutes.lowerBound]) ?? 0)
      rest = rest[minutes.upperBound...]
    }
    let isSeconds = rest.hasSuffix("sec") || rest.contains(".")
    return sum + (isSeconds ? Int(rest.prefix { $0.isNumber }) ?? 0 : 0)
  }
}
