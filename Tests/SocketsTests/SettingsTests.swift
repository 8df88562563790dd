import Foundation
import Sockets
import Testing

@Suite struct SettingsTests {
  @Test func aSettingIsWhatProcSays() throws {
    let setting = try #require(Setting.named("net.ipv4.tcp_max_tw_buckets"))
    let file = try String(contentsOfFile: "/proc/sys/net/ipv4/tcp_max_tw_buckets", encoding: .utf8)
    #expect(setting.number == Int(file.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(Setting.named("net.ipv4.tcp_rmem")?.number == nil && Setting.named("no.such") == nil)
  }
}
