import Foundation
import Glibc
import Sockets
import Support
import Testing

/// The commands that look around, on the screen.
@Suite(.waits) struct LookingTests {
  /// An interface may have any name without a blank, a slash or a colon.
  @Test(.enabled(if: Namespace.isPossible, "this user may not make a network of its own"))
  func noNameOfAnInterfaceReachesTheTerminalRaw() throws {
    let script = #"ip link add "$(printf 'a\033[31mb')" index 7 type veth >&2 || exit 77; exec "$@""#
    let lines = [
      "socket p packet", "bind p packet:7", "getsockname p", "interfaces", "routes", "sockets p", "handles", "state p",
      "why p",
      #"bind p "packet:a\x1b[31mb" = 0"#, #"bind p packet:a\x1b[31mb = 0"#,
      "setsockopt p SO_BINDTODEVICE \"a\\x1b[31mb\"",
      "getsockopt p SO_BINDTODEVICE", "options p", "ioctl p SIOCGIFNAME 7", "sockaddr packet:7",
    ]
    for options in [[], ["--json"]] {
      let words = Namespace.ownNetwork + ["/bin/sh", "-c", script, "sh", Program.sockplay] + options + ["--keep-going"]
      let ended = try Program.run(Array((words + lines.flatMap { ["-e", $0] }).dropFirst()), of: words[0])
      if ended.code == 77 { return }
      #expect(ended.code == 0, "\(ended.errors)")
      #expect(!ended.output.utf8.contains(0x1b) && !ended.errors.utf8.contains(0x1b))
      #expect(ended.output.contains(#"a\x1b[31mb"#) || options != [])
    }
  }

  /// The lines that the last of `lines` shows.
  private func shown(_ lines: [String]) throws -> [String] {
    let ended = try Program.run(["--json"] + lines.flatMap { ["-e", $0] })
    #expect(ended.code == 0, "\(ended.errors)\(ended.output)")
    let last = try #require(ended.output.split(separator: "\n").last)
    let object = try JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    return object?["report"] as? [String] ?? []
  }

  private func words(_ line: String?) -> [String] { line?.split(separator: " ").map(String.init) ?? [] }

  @Test func fdsShowsEachSocketWithItsAddressesAndHandle() throws {
    let table = try shown(OpeningLines.connecting + ["socket u unix-dgram", "fds"])
    func row(_ name: String) -> [String] {
      words(table.first { $0.hasSuffix("  \(name)") }) + Array(repeating: "", count: 6)
    }
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

  @Test func sockaddrShowsTheBytesAsAStructForEveryFamily() throws {
    #expect(
      try shown(["sockaddr 127.0.0.1:30000 sockaddr"]) == [
        "struct sockaddr, 16 bytes; the length passed with it is 16",
        "OFFSET  FIELD      BYTES                                      VALUE",
        "0       sa_family  02 00                                      2 AF_INET  host byte order",
        "2       sa_data    75 30 7f 00 00 01 00 00 00 00 00 00 00 00             its meaning depends on the family",
      ])
    #expect(
      try shown(["sockaddr [::1]:30000 sockaddr_storage"]) == [
        "struct sockaddr_storage, 128 bytes; the length passed with it is 28",
        "OFFSET  FIELD         BYTES                                            VALUE",
        "0       ss_family     0a 00                                            10 AF_INET6  host byte order",
        "2       __ss_padding  75 30 00 00 00 00 00 00 00 00 00 00 00 00 00 00               its meaning depends on the family",
        "18                    00 00 00 00 00 01 00 00 00 00",
        "28                    00                                                            100 bytes NUL up to the end",
      ])
  }

  @Test func sockaddrRefusesAnAddressThatDoesNotFit() throws {
    let ended = try Program.run(["-e", "sockaddr [::1]:80 sockaddr"])
    #expect(ended.code == 3 && ended.errors.contains("[::1]:80 does not fit into a struct sockaddr"), "\(ended.errors)")
    #expect(ended.errors.contains("16 bytes, and a sockaddr_in6 needs 28"))
  }

  @Test func sockaddrRefusesAnAddressOfAnotherFamily() throws {
    let ended = try Program.run(["-e", "sockaddr 127.0.0.1:80 tcp6"])
    #expect(ended.code != 0 && (ended.output + ended.errors).contains("[::ffff:127.0.0.1]:80"))
  }

  @Test func tcpinfoHasAFieldForChecksInEachRow() throws {
    let table = try shown(OpeningLines.connecting + ["tcpinfo cli"])
    let names = table.dropFirst().map { words($0)[0] }
    #expect(names.count > 40)
    _ = try shown(OpeningLines.connecting + names.map { "? cli.\($0) >= 0" })
  }

  @Test func socketsFindsBothEndsByPortStateAndHandle() throws {
    let both = try shown(OpeningLines.connected + ["sockets {srv.port} ESTAB tcp"]).dropFirst()
    #expect(Set(both.map { words($0).last }) == ["cli", "conn"])
    #expect(both.allSatisfy { $0.contains(" sockplay/") })
    let listener = words(try shown(OpeningLines.connected + ["sockets :{srv.port} LISTEN"]).last)
    #expect(listener[..<4] == ["tcp", "LISTEN", "0", "5"] && listener.last == "srv")
    #expect(words(try shown(["socket u udp", "bind u 127.0.0.1:0", "sockets u"]).last)[..<2] == ["udp", "UNCONN"])
    #expect(
      words(try shown(["socket u unix", "bind u unix:", "listen u", "sockets u"]).last)[..<2] == ["unix", "LISTEN"])
  }

  /// Kernels differ in whether they list it, not in what it is.
  @Test func aBoundSocketIsListedAsBound() throws {
    let rows = try shown(["socket a tcp", "bind a 127.0.0.1:0", "sockets a"]).dropFirst()
    for row in rows { #expect(words(row)[..<2] == ["tcp", "BOUND"]) }
  }

  @Test func socketsShowsAClosedHandleThatTheKernelHolds() throws {
    let lines = OpeningLines.connected + ["close cli", "close conn = 0 [cli TIME_WAIT]", "sockets cli"]
    let row = words(try shown(lines).last)
    #expect(row[1] == "TIME_WAIT" && row[3] == "s" && row.last == "cli")
  }

  @Test func socketsAgreesWithSs() throws {
    let ss = try #require(Program.find("ss"))
    let held = try Held()
    let port = "\(held.port)"
    let said = try Program.run(["-Htln", "sport = :\(port)"], of: ss).output.split(separator: "\n").map {
      words(String($0))
    }
    // Earlier connections of the same port may be in TIME_WAIT still.
    let ours = words(try shown(["sockets tcp \(port)"]).first { $0.contains("LISTEN") })
    #expect(said.count == 1 && said[0][0] == "LISTEN")
    #expect(Array(ours[1...4]) == Array(said[0][0...3]))
    // So have those that other tests have just forked, until they run their programs.
    let owners = ours[6].split(separator: ",")
    #expect(owners.contains { $0.hasSuffix("/\(ProcessInfo.processInfo.processIdentifier)") })
  }

  @Test func interfacesAreThoseOfIp() throws {
    // A further address of an interface has a line of its own, without a number before it.
    let table = try shown(["interfaces"]).dropFirst().reduce(into: [[String]]()) { rows, line in
      if line.hasPrefix(" ") {
        rows[rows.count - 1].insert(contentsOf: words(line), at: 3)
      } else {
        rows.append(words(line))
      }
    }
    let links = try ip(["addr", "show", "dev", "lo"]).filter { $0["ifname"] != nil }
    #expect(links.count == 1)
    for link in links {
      let row = try #require(table.first { $0[1] == link["ifname"] as? String })
      #expect(row[0] == "\(link["ifindex"] as? Int ?? -1)" && row[2] == "\(link["mtu"] as? Int ?? -1)")
      #expect(Set(row.last!.split(separator: ",").map(String.init)) == Set(link["flags"] as? [String] ?? []))
      for address in link["addr_info"] as? [[String: Any]] ?? [] {
        #expect(row.contains("\(address["local"] as? String ?? "")/\(address["prefixlen"] as? Int ?? -1)"))
      }
    }
  }

  @Test func routesAreThoseOfIp() throws {
    let table = try shown(["routes"]).map(words)
    for route in try ip(["route"]) where route["type"] == nil && route["dev"] != nil {
      let destination = route["dst"] as? String ?? ""
      let shown = destination == "default" || destination.contains("/") ? destination : destination + "/32"
      let expected = [
        shown, route["gateway"] as? String ?? "-", route["dev"] as? String ?? "", "\(route["metric"] as? Int ?? 0)",
      ]
      #expect(table.contains(expected), "\(expected)")
    }
  }

  @Test func sysctlShowsWhatProcSays() throws {
    let value = try String(contentsOfFile: "/proc/sys/net/ipv4/tcp_fin_timeout", encoding: .utf8).trimmingCharacters(
      in: .whitespacesAndNewlines)
    #expect(words(try shown(["sysctl net.ipv4.tcp_fin_timeout"]).last)[..<2] == ["net.ipv4.tcp_fin_timeout", value])
    #expect(try shown(["sysctl keepalive"]).count == 4)
  }

  private func ip(_ arguments: [String]) throws -> [[String: Any]] {
    let ip = try #require(
      ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].first { FileManager.default.isExecutableFile(atPath: $0) })
    let ended = try Program.run(["-j"] + arguments, of: ip)
    try #require(ended.code == 0, "\(ended.errors)")
    return (ended.output.isEmpty ? [] : try JSONSerialization.jsonObject(with: Data(ended.output.utf8)))
      as? [[String: Any]] ?? []
  }
}

/// A listener of the test's own.
private final class Held {
  private let descriptor: Int32
  let port: UInt16

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let loopback = try SocketAddress(text: "127.0.0.1:0", for: .ipv4)
    let held = descriptor
    #expect(loopback.withSockaddr { bind(held, $0, $1) } == 0 && listen(held, 7) == 0)
    port = try #require(SocketAddress.read { getsockname(held, $0, $1) }).port
  }

  deinit { close(descriptor) }
}
