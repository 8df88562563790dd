import Foundation
import Support

/// What `ss` says of the machine's sockets.
struct SocketStatistics {
  struct Row {
    /// In our words.
    let state: String
    let receive: Int, send: Int
    let local: String, peer: String
    /// Empty when the socket has no descriptor any more.
    let inode: String
    /// How long its timer runs on, in seconds.
    let seconds: Int?
  }

  private let rows: [Row]

  /// FAMILY is the option of ss: t, u or x.
  init(_ family: String) throws {
    let output = try Program.run(["-\(family)anoeHO"], of: Program.find("ss")!).output
    rows = output.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      return family == "x" ? Self.unix(words) : Self.internet(words, String(line))
    }
  }

  /// The socket that DESCRIPTOR of the process of this NUMBER is.
  func row(of descriptor: Int, in number: Int32) -> Row? {
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/fd/\(descriptor)")
    guard let inode = link?.between("socket:[", "]") else { return nil }
    return rows.first { $0.inode == inode }
  }

  /// The connection between two addresses.
  func row(from local: String, to peer: String) -> Row? { rows.first { $0.local == local && $0.peer == peer } }

  private static func internet(_ words: [String], _ line: String) -> Row? {
    guard words.count > 4, let receive = Int(words[1]), let send = Int(words[2]) else { return nil }
    let inode = line.between("ino:", " ") ?? ""
    let timer = line.between("timer:(timewait,", ",").map(seconds)
    return Row(state: state(words[0]), receive: receive, send: send, local: words[3], peer: words[4], inode: inode, seconds: timer)
  }

  private static func unix(_ words: [String]) -> Row? {
    guard words.count > 7, let receive = Int(words[2]), let send = Int(words[3]) else { return nil }
    return Row(state: state(words[1]), receive: receive, send: send, local: words[4], peer: words[6], inode: words[5], seconds: nil)
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
