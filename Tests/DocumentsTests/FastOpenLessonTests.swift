import Foundation
import Support
import Testing

/// The lesson about data in the SYN holds on every machine, but only where listeners may take such data does it show
/// what it says. So it is played in a network of its own as well.
@Suite(.waits) struct FastOpenLessonTests {
  /// The TCP_INFO options that the lesson shows, in its order, where net.ipv4.tcp_fastopen is SETTING; nil where there
  /// may be no network of one's own.
  private func options(_ setting: Int) throws -> [Set<Substring>]? {
    let script =
      "ip link set lo up && echo \(setting) > /proc/sys/net/ipv4/tcp_fastopen || exit 99; exec \"$0\" replay Sessions/29-fast-open.session"
    let ended = try Program.run(
      ["-rn", "/bin/sh", "-c", script, Program.sockplay], of: "/usr/bin/unshare", folder: Program.root)
    if ended.code == 99 || ended.errors.contains("unshare failed") { return nil }
    #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.errors)")
    return ended.output.matches(of: /tcpi_options +\d+ \((.*?)\)/).map { Set($0.1.split(separator: "|")) }
  }

  @Test func withACookieTheDataComeWithTheSYN() throws {
    guard let shown = try options(3) else { return }
    #expect(shown.map { $0.contains("SYN_DATA") } == [false, true, true, true])
    #expect(shown.map { $0.contains("TFO_CHILD") } == [false, false, true, false])
  }

  @Test func whereListenersTakeNoneTheyComeAfterTheHandshake() throws {
    guard let shown = try options(1) else { return }
    #expect(shown.count == 4 && shown.allSatisfy { $0.isDisjoint(with: ["SYN_DATA", "TFO_CHILD"]) })
  }
}
