import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@Suite struct RequirementTests {
  @Test func aNeedThatIsNotMetEndsThePlayBeforeTheNextLine() throws {
    for need in ["network", "files", "unix"] {
      let kernel = ScriptedKernel()
      let play = Play(kernel: kernel, permissions: [])
      #expect(play.file("@needs \(need)\nsocket a tcp") == .skipped)
      #expect(play.witness.refusals.map(\.title) == ["this session needs \(need)"])
      #expect(play.witness.refusals.map(\.isUnmet) == [true])
      #expect(kernel.calls.isEmpty)
      #expect(Play(permissions: .all).file("@needs \(need)") == .held)
    }
  }

  @Test func anUnknownNeedOffersTheNearest() {
    let play = Play()
    #expect(play.file("@needs ipv5") == .couldNotRun)
    #expect(play.witness.refusals.first?.label == "did you mean ipv6?")
    #expect(play.witness.refusals.first?.isUnmet == false)
  }

  @Test func aLineThatFailedOutweighsANeed() {
    #expect(Play(permissions: []).file("socket a tcp = -1\n@needs network", keepsGoing: true) == .checkFailed)
  }

  @Test func aVariableMayBeNeededFromOutside() throws {
    let play = Play()
    #expect(play.file("@needs var:text\nlet copy {text}") == .skipped)
    #expect(play.witness.refusals.map(\.label) == ["give it one: --var text=VALUE"])
    play.table.set("text", to: "hello")
    #expect(play.file("@needs var:text\nlet copy {text}") == .held)
    #expect(Play().file("@needs var:0") == .couldNotRun)
  }

  @Test(arguments: ["127.0.0.1", "[::1]"]) func aServerMayBeNeeded(host: String) throws {
    let kind = host == "[::1]" ? "tcp6" : "tcp"
    let server = try Play(["socket srv \(kind)", "bind srv \(host):0"])
    let need = "@needs \(try server.address(of: "srv"))"
    let play = Play(kernel: Linux())
    #expect(play.file(need) == .skipped, "bound, and not listening")
    #expect(play.witness.refusals.first?.label == "no program of this machine listens there")
    try server.run("listen srv 1")
    #expect(play.file(need) == .held)
    #expect(server.table.find("srv")?.snapshot.queue == 0, "nobody has connected to see that")
  }

  @Test func aServerWithANameOfAFileMayBeNeeded() throws {
    let server = try Play(["socket srv unix", "bind srv unix:"])
    let play = Play(kernel: Linux())
    let need = "@needs \(try server.address(of: "srv"))"
    #expect(play.file(need) == .skipped)
    try server.run("listen srv 1")
    #expect(play.file(need) == .held)
  }

  /// Whether another machine answers cannot be seen without asking it.
  @Test func aServerElsewhereIsLeftToTheSession() {
    #expect(Play(kernel: Linux()).file("@needs 192.0.2.1:80") == .held)
  }

  @Test func aNetworkOfItsOwnThatIsRefusedIsANeed() {
    let play = Play()
    #expect(play.file("@isolated\nsocket a tcp") == .skipped)
    #expect(play.witness.refusals.map(\.title) == ["this session needs a network namespace of its own"])
  }

  @Test func aNeedMayBeAVariable() { #expect(Play().file("@let what = files\n@needs {what}") == .held) }
}
