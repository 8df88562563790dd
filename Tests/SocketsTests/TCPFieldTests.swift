import Foundation
import Sockets
import Testing

@Suite struct TCPFieldTests {
  /// The header that is installed names the fields.
  @Test func theFieldsAreThoseOfTheKernelsHeader() throws {
    guard let header = try? String(contentsOfFile: "/usr/include/linux/tcp.h", encoding: .utf8),
      let start = header.range(of: "struct tcp_info {"),
      let end = header.range(of: "\n};", range: start.upperBound..<header.endIndex)
    else { return }
    let body = header[start.upperBound..<end.lowerBound].replacing(/\/\*[^*]*(\*[^\/][^*]*)*\*\//, with: "")
    let names = body.matches(of: /tcpi_[a-z_]+/).map { String($0.0) }
    // An older header ends earlier.
    #expect(names.count > 50)
    let known = TCPField.all.map(\.name).prefix(names.count)
    #expect(Array(names.prefix(known.count)) == Array(known))
  }

  @Test func anOlderKernelsShorterAnswerLacksTheLaterFields() throws {
    let bytes = [UInt8](repeating: 1, count: 104)
    #expect(TCPField.all.filter { $0.read(bytes) != nil }.last?.name == "tcpi_total_retrans")
    #expect(try #require(TCPField.named("tcpi_rto")).read(bytes) == 0x0101_0101)
  }

  @Test func bitFieldsAreReadByTheirBits() {
    var bytes = [UInt8](repeating: 0, count: 256)
    (bytes[6], bytes[7]) = (0xa7, 0b101)
    let read = { TCPField.named($0)?.read(bytes) }
    #expect(read("tcpi_snd_wscale") == 7 && read("tcpi_rcv_wscale") == 10)
    #expect(read("tcpi_delivery_rate_app_limited") == 1 && read("tcpi_fastopen_client_fail") == 2)
  }

  /// The kernel counts the time since its start then.
  @Test func aTimeSinceWhatNeverHappenedSaysSo() throws {
    let fresh = [UInt8](repeating: 0, count: 256), used = [UInt8](repeating: 1, count: 256)
    for (name, word) in [
      ("last_data_sent", "none sent yet"), ("last_data_recv", "none came yet"), ("last_ack_recv", "none came yet"),
    ] {
      let field = try #require(TCPField.named("tcpi_" + name))
      #expect(field.word(2_760_340, in: fresh) == word && field.word(2_760_340, in: used) == nil)
      // An older kernel does not count.
      #expect(field.word(5, in: [UInt8](fresh.prefix(104))) == nil)
    }
  }

  @Test func moreThanANumberHoldsIsTheMost() {
    let bytes = [UInt8](repeating: 0xff, count: 256)
    let field = TCPField.named("tcpi_max_pacing_rate")
    #expect(field?.read(bytes) == .max && field?.word(.max) == "no limit")
  }
}
