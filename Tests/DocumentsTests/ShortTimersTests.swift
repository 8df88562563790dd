import Sockets
import Support
import Testing

/// What `@short-timers` sets.
@Suite struct ShortTimersTests {
  @Test func eachIsASettingThatSysctlExplains() {
    #expect(ShortTimers.values.count == Set(ShortTimers.values.map(\.name)).count)
    for row in ShortTimers.values { #expect(Setting.named(row.name) != nil, "\(row.name)") }
  }

  @Test func theDocumentNamesEachWithItsValue() throws {
    let text = try Documents.text("docs/session-format.md")
    for row in ShortTimers.values { #expect(text.contains("| `\(row.name)` | \(row.value) |"), "\(row.name)") }
  }
}
