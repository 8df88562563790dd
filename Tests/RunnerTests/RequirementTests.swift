import Runner
import SessionLanguage
import Support
import Testing

@Suite struct RequirementTests {
  @Test func aNeedThatIsNotMetEndsThePlayBeforeTheNextLine() throws {
    for need in ["network", "files", "unix"] {
      let kernel = ScriptedKernel()
      let play = Play(kernel: kernel, permissions: [])
      #expect(play.file("@needs \(need)\nsocket a tcp") == .couldNotRun)
      #expect(play.witness.refusals.map(\.title) == ["this session needs \(need)"])
      #expect(kernel.calls.isEmpty)
      #expect(Play(permissions: .all).file("@needs \(need)") == .held)
    }
  }

  @Test func anUnknownNeedOffersTheNearest() {
    let play = Play()
    #expect(play.file("@needs ipv5") == .couldNotRun)
    #expect(play.witness.refusals.first?.label == "did you mean ipv6?")
  }

  @Test func aNeedMayBeAVariable() { #expect(Play().file("@let what = files\n@needs {what}") == .held) }
}
