/// Counters of this network namespace since it was made. See `proc_pid_net(5)`.
package enum Counters {
  /// The files that they are read from.
  package static let tcpFile = "/proc/net/netstat", countFile = "/proc/net/sockstat"

  /// The counter `name` of the TCP extensions, such as `ListenOverflows`. Read from /proc/net/netstat.
  package static func tcpExtension(_ name: String) -> Int? {
    let rows = (SmallFile.text(tcpFile) ?? "").split(separator: "\n").filter { $0.hasPrefix("TcpExt:") }
      .map { $0.split(separator: " ") }
    guard rows.count == 2, let column = rows[0].firstIndex(of: Substring(name)), column < rows[1].count else {
      return nil
    }
    return Int(rows[1][column])
  }

  /// How many sockets are in TIME_WAIT now. Read from /proc/net/sockstat.
  package static var timeWait: Int? {
    let words = (SmallFile.text(countFile) ?? "").split(whereSeparator: \.isWhitespace)
    return words.firstIndex(of: "tw").flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
  }
}
