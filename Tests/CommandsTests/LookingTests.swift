import Foundation
import Support
import Testing

/// The commands that look around, on the screen.
@Suite struct LookingTests {
  private static let connection = ["socket srv tcp", "bind srv 127.0.0.1:0", "listen srv 5", "socket cli tcp", "connect cli {srv}"]

  /// The lines that the last of LINES shows.
  private func shown(_ lines: [String]) throws -> [String] {
    let ended = try Program.run(["--json"] + lines.flatMap { ["-e", $0] })
    #expect(ended.code == 0, "\(ended.errors)\(ended.output)")
    let last = try #require(ended.output.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    return object?["report"] as? [String] ?? []
  }

  private func words(_ line: String?) -> [String] { line?.split(separator: " ").map(String.init) ?? [] }

  @Test func fdsShowsEachSocketWithItsAddressesAndHandle() throws {
    let table = try shown(Self.connection + ["socket u unix-dgram", "fds"])
    func row(_ name: String) -> [String] { words(table.first { $0.hasSuffix("  \(name)") }) + Array(repeating: "", count: 6) }
    #expect(Array(row("srv")[1...2]) == ["AF_INET", "SOCK_STREAM"])
    #expect(row("cli")[4] == row("srv")[3], "cli's remote address is srv's local one")
    #expect(Array(row("u")[1...5]) == ["AF_UNIX", "SOCK_DGRAM", "-", "-", "u"])
    #expect(table.contains { $0.contains("AF_NETLINK") && $0.hasSuffix("(sockplay's own)") })
  }

  @Test func sockaddrShowsTheBytesOfAnAddress() throws {
    #expect(
      try shown(["sockaddr 127.0.0.1:30000"]) == [
        "struct sockaddr_in, 16 bytes; the length passed with it is 16",
        "OFFSET  FIELD       BYTES                    VALUE",
        "0       sin_family  02 00                    2 AF_INET  host byte order",
        "2       sin_port    75 30                    30000      network byte order: htons",
        "4       sin_addr    7f 00 00 01              127.0.0.1  network byte order: htonl",
        "8       sin_zero    00 00 00 00 00 00 00 00  0          unused, fills up to sockaddr's 16 bytes",
        "htons(30000) = 12405: 30000 is 0x7530; its high byte 75 goes first, and read on this machine (little-endian) that is 0x3075",
      ])
  }

  @Test func sockaddrRefusesAnAddressOfAnotherFamily() throws {
    let ended = try Program.run(["-e", "sockaddr 127.0.0.1:80 tcp6"])
    #expect(ended.code != 0 && (ended.output + ended.errors).contains("[::ffff:127.0.0.1]:80"))
  }

  @Test func tcpinfoHasAFieldForChecksInEachRow() throws {
    let table = try shown(Self.connection + ["tcpinfo cli"])
    let names = table.dropFirst().map { words($0)[0] }
    #expect(names.count > 40)
    _ = try shown(Self.connection + names.map { "? cli.\($0) >= 0" })
  }
}
