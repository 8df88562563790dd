import Commands
import Foundation
import SessionLanguage
import Sockets
import Support
import Testing

@Suite(.waits) struct CommandsTests {
  @Test func aNameMayBeShortened() {
    #expect(Command.matching("li").map(\.name) == ["listen"])
    #expect(Command.matching("recv").map(\.name) == ["recv"])
    #expect(Command.matching("").isEmpty)
    #expect(Command.matching("xyz").isEmpty)
  }

  @Test func aShortNameMeansTheCommonestCommand() {
    let meant = [
      "so": "socket", "se": "send", "re": "recv", "co": "connect", "cl": "close", "s": "socket", "r": "recv",
      "c": "c",
      "set": "setsockopt", "sh": "shutdown", "h": "help", "rep": "replay",
    ]
    for (short, name) in meant { #expect(Command.matching(short).map(\.name) == [name]) }
  }

  @Test func anAmbiguousNameTellsWhatItMayMean() {
    let error = #expect(throws: Diagnostic.self) { try Command.find("epol", at: 0..<4) }
    #expect(error?.title == "epol is ambiguous")
    #expect(
      error?.label
        == "epoll_create or epoll_ctl or epoll_wait or epoll_pwait or epoll_pwait2?"
    )
  }

  @Test func anUnknownNameOffersTheNearest() {
    let error = #expect(throws: Diagnostic.self) { try Command.find("bnid", at: 0..<4) }
    #expect((error?.title, error?.label) == ("unknown command: bnid", "did you mean bind?"))
  }

  /// What a command says of itself decides whether a result may be expected of it.
  @Test(arguments: Command.all.map(\.name)) func aCommandThatSaysSoMakesCalls(name: String) throws {
    let command = try #require(Command.matching(name).first)
    let isIsolated = command.examples.first == "@isolated"
    let play = Play(
      kernel: isIsolated ? ScriptedKernel() : SealedKernel(), permissions: [.network, .processes, .programs])
    var calls = 0
    for line in command.examples where !line.hasPrefix("record") && !line.hasPrefix("replay") {
      // The scripted kernel gives no addresses, so not all lines around it can run.
      let step = isIsolated ? try? play.run(line) : try play.run(line)
      if let step, step.command?.name == name { calls += step.exchanges.count }
    }
    if !command.makesCall {
      #expect(calls == 0)
    } else if !command.examples.isEmpty && name != "adopt" {
      #expect(calls > 0)
    }
  }

  @Test(arguments: Command.all.map(\.name))
  func everyDeclarationIsWhole(name: String) throws {
    let command = try Command.find(name, at: 0..<0)
    #expect(command.summary.hasSuffix(".") && command.summary.first!.isUppercase)
    // The level of an option is told from the option by its name.
    let parameters = command.parameters.filter { $0.name != "LEVEL" }
    #expect(
      parameters.drop { !$0.isOptional }.allSatisfy(\.isOptional) || parameters.last?.repeats == true,
      "an optional word before one that is not")
    #expect(command.synopsis.hasPrefix(name))
  }

  private static let exemplified = Command.all.filter { !$0.examples.isEmpty && $0.examples.first != "@isolated" }

  /// The examples of the manual are session lines, and hold.
  @Test(arguments: exemplified.filter { !$0.letsSignalsIn }.map(\.name))
  func theExamplesHold(name: String) throws { try hold(name) }

  /// epoll_pwait(2) that lets all signals in returns EINTR also for one that is ignored, such as that a child of another
  /// test has ended; so these are tried in a process of their own.
  @Test(arguments: exemplified.filter(\.letsSignalsIn).map(\.name))
  func theExamplesOfCallsThatLetSignalsInHold(name: String) throws { try SeparateProcess.run(name) { try hold(name) } }

  private func hold(_ name: String) throws {
    let command = try Command.find(name, at: 0..<0)
    try #require(command.examples.contains { $0.hasPrefix(name) }, "no example shows the command itself")
    for watched in [true, false] {
      try #require(Play(wantsChanges: watched).failures(command.examples.joined(separator: "\n")) == [])
    }
  }

  /// The language reads one command in another way than all others, and has to know its name for that.
  @Test func theOneCommandThatAssignsIsTheLanguagesOwn() {
    #expect(Command.all.filter { $0.traits.contains(.assigns) }.map(\.name) == [Parser.assignment])
  }

  @Test func aCallSaysWhatItIs() throws {
    let play = Play(kernel: ScriptedKernel())
    for (line, traits) in [
      ("socket srv tcp", .opens), ("socket cli tcp", .opens), ("listen srv", []),
      ("accept srv conn", [.opens, .accepts]),
      ("accept4 srv c2", [.opens, .accepts]), ("connect cli 127.0.0.1:9", .connects), ("dup cli d", .opens),
      ("epoll_create e", .opens), ("send cli x", .sends), ("recv cli 1", .receives), ("writev cli x y", .sends),
      ("recvmmsg cli 2", [.receives, .receivesSeveral]), ("splice cli srv 9", .splices), ("fcntl cli F_GETFL", []),
      ("fcntl cli F_GETOWN", .resultVaries), ("fcntl cli F_SETOWN self", []), ("ioctl cli SIOCINQ", .countsUnread),
      ("ioctl cli FIONBIO on", []), ("getsockname cli", .givesOwnAddress), ("getpeername cli", []),
      ("close d", .closes),
    ] as [(String, CallTraits)] {
      #expect(try play.run(line).exchanges.last?.call.traits == traits, "\(line)")
    }
  }

  @Test func theCountOfWordsIsChecked() throws {
    let play = Play()
    for (line, title, label) in [
      ("bind", "HANDLE is missing", ""),
      ("bind a", "ADDRESS is missing", ""),
      ("close a b", "too many words", "not expected"),
      ("handles now", "too many words", "not expected"),
      ("send a", "DATA is missing", ""),
      ("socket", "KIND is missing", ""),
    ] {
      let error = #expect(throws: Diagnostic.self) { try play.run(line) }
      #expect((error?.title, error?.label) == (title, label), "\(line)")
    }
  }
}

extension Command {
  /// Whether its call has a mask of the signals that are blocked meanwhile.
  fileprivate var letsSignalsIn: Bool { parameters.contains { $0.name.hasPrefix("mask:") } }
}
