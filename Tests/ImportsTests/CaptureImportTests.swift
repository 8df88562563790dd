import Foundation
import Packets
import Support
import Testing

@testable import Imports

/// Sessions of captures.
@Suite struct CaptureImportTests {
  private static let echo = Program.root.appendingPathComponent("Tests/PacketsTests/Captures/echo.pcap")

  private func lines(_ file: CaptureFile, _ number: Int? = nil, isClient: Bool) throws -> [String] {
    let text = try CaptureImport(file, stream: number, isClient: isClient).session(name: "a.pcap")
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") }.map { String($0.replacing(#/ +/#, with: " ")) }
  }

  private func file(_ packets: [[UInt8]]) throws -> CaptureFile {
    var writer = PcapngWriter()
    var bytes =
      writer.header(application: "tests") + writer.interface(CaptureInterface(link: .raw, name: nil), limit: 0)
    for (index, packet) in packets.enumerated() {
      bytes += writer.packet(CapturedPacket(time: Int64(index) * 1000, bytes: packet))
    }
    return try CaptureFile(reading: bytes)
  }

  @Test func bothSidesOfAConnectionAreSessions() throws {
    let file = try CaptureFile(reading: Array(try Data(contentsOf: Self.echo)))
    #expect(
      try lines(file, isClient: true) == [
        "sockplay 1", "@let ADDRESS = 127.0.0.1:40001", "@needs {ADDRESS}", "socket cli tcp = fd",
        "connect cli {ADDRESS} = 0", "sendall cli \"ping\" = 4", "recvall cli 4 = 4 \"pong\"", "shutdown cli wr = 0",
        "recv cli 64 = 0 EOF", "close cli = 0",
      ])
    #expect(
      try lines(file, isClient: false) == [
        "sockplay 1", "@timeout 60s", "@let ADDRESS = 127.0.0.1:40001", "socket srv tcp = fd",
        "setsockopt srv SO_REUSEADDR on = 0", "bind srv {ADDRESS} = 0", "listen srv 5 = 0", "accept srv conn = fd",
        "recvall conn 4 = 4 \"ping\"", "sendall conn \"pong\" = 4", "recv conn 64 = 0 EOF", "shutdown conn wr = 0",
        "close conn = 0", "close srv = 0",
      ])
  }

  @Test func oneOfSeveralIsChosen() throws {
    let datagrams = try file([udp(1000, "a"), udp(1001, "b")])
    #expect(throws: ImportProblem.self) { try self.lines(datagrams, isClient: true) }
    #expect(throws: ImportProblem.self) { try self.lines(datagrams, 2, isClient: true) }
    #expect(
      try lines(datagrams, 1, isClient: true).suffix(3) == [
        "connect cli {ADDRESS} = 0", "send cli \"b\" = 1", "close cli = 0",
      ])
    #expect(CaptureImport.table(of: datagrams).count == 3)
    #expect(throws: ImportProblem.self) { try self.lines(try self.file([]), isClient: true) }
  }

  /// What this side sent cannot be made up; what the other one sent is only counted.
  @Test func bytesThatWereNotCapturedAreRefused() throws {
    let cut = try file([tcp(100, flags: 2, ""), tcp(101, flags: 0x18, "one"), tcp(114, flags: 0x18, "two")])
    #expect {
      try lines(cut, isClient: true)
    } throws: {
      ($0 as? ImportProblem)?.diagnostic.title == "10 bytes that this side sent before packet 3 are not in the capture"
    }
    #expect(try lines(cut, isClient: false).contains("recvall conn 10 = 10"))
  }

  /// A SYN that was answered with RST, also when it was sent again.
  @Test(arguments: [1, 3]) func aConnectionThatWasRefusedIsRefused(times: Int) throws {
    let attempt = [tcp(100, flags: 2, ""), tcp(0, flags: 0x14, "", isAnswer: true)]
    let refused = try file((0..<times).flatMap { _ in attempt })
    #expect(
      try lines(refused, isClient: true) == [
        "sockplay 1", "@let ADDRESS = 127.0.0.1:80", "socket cli tcp = fd", "connect cli {ADDRESS} = -1 ECONNREFUSED",
        "close cli = 0",
      ])
    #expect {
      try lines(refused, isClient: false)
    } throws: {
      ($0 as? ImportProblem)?.diagnostic.title.hasPrefix("nothing listened at 127.0.0.1:80") == true
    }
    // One that was taken, and then broken off.
    let taken = try file([
      tcp(100, flags: 2, ""), tcp(200, flags: 0x12, "", isAnswer: true), tcp(201, flags: 0x14, "", isAnswer: true),
    ])
    #expect(try lines(taken, isClient: true).contains("connect cli {ADDRESS} = 0"))
  }

  private func udp(_ source: UInt16, _ text: String) -> [UInt8] {
    let data = Array(text.utf8)
    return ipv4(17, number(source) + number(7) + number(UInt16(8 + data.count)) + [0, 0] + data)
  }

  /// - Parameter isAnswer: Whether the server sends it.
  private func tcp(_ sequence: UInt8, flags: UInt8, _ text: String, isAnswer: Bool = false) -> [UInt8] {
    ipv4(
      6,
      (isAnswer ? number(80) + number(5000) : number(5000) + number(80)) + [
        0, 0, 0, sequence, 0, 0, 0, 0, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0,
      ]
        + Array(text.utf8))
  }

  private func ipv4(_ transport: UInt8, _ rest: [UInt8]) -> [UInt8] {
    [0x45, 0] + number(UInt16(20 + rest.count)) + [0, 0, 0, 0, 64, transport, 0, 0, 127, 0, 0, 1, 127, 0, 0, 1] + rest
  }

  private func number(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
}
