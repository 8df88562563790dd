import Handles
import Runner
import SessionLanguage
import Sockets
import Support
import Testing

@testable import Commands
@testable import Reports

/// What a card shows of a call is a line that makes that call.
@Suite(.waits) struct PastedCardsTests {
  /// One limits all tests, the other makes two calls.
  private static let others = ["rlimit", "timerfd"]

  /// The examples of each command, played once as they are and once with their own cards in place of the lines.
  @Test(arguments: Command.all.filter { $0.inC != nil }.map(\.name).filter { !others.contains($0) })
  func theCardsOfACommandsExamplesMakeTheSameCalls(_ name: String) throws {
    let command = try #require(Command.matching(name).first)
    let (typed, pasted) = (Play(kernel: Linux()), Play(kernel: Linux()))
    var count = 0
    for line in command.examples {
      let names = Self.names(of: typed)
      let step = try typed.run(line)
      guard let card = Self.card(step), !line.contains("&"), !line.contains("self"), !line.contains(" SCM_RIGHTS:got")
      else {
        try pasted.run(line)
        continue
      }
      let statement = try Parser.parse(Array(Self.moved(card, from: typed, to: pasted).utf8))
      let call = try #require(statement.call, "\(card)")
      let meant = try CLine.statement(call, on: statement, names)
      let again = try pasted.session.run(meant, at: .prompt)
      #expect(Self.form(again) == Self.form(step), "\(card) was read as \(String(decoding: meant.line, as: UTF8.self))")
      count += 1
    }
    if ![.transfer, .options].contains(command.group) || name.count < 5 { #expect(count > 0) }
  }

  /// The call of a step that made only one, with the variable that it is assigned to.
  private static func card(_ step: Step) -> String? {
    guard step.exchanges.count == 1, let exchange = step.exchanges.first, let line = step.command,
      let command = try? Command.find(line.name, at: 0..<1), command.inC != nil,
      CLine.command(exchange.call.name)?.name == command.name
    else { return nil }
    let text = CallText.string(exchange.call, exchange.answer)
    let names = command.namingWords(of: line).compactMap(\.plain)
    // The names of a pair are the array's; which of them a socket of its own has, the line says.
    guard names.count < 2, !text.contains("\"...") else { return nil }
    guard let name = names.first, !SocketKind.begins(with: name) else { return text }
    return "\(name) = \(text)"
  }

  private static func names(of play: Play) -> CNames {
    let handles = play.table.all.filter(\.isOpen).map { ($0.descriptor, $0.name) }
    let known = Dictionary(handles) { first, _ in first }
    return CNames(handle: { known[$0] }, fresh: { nil }, isFree: { _ in true })
  }

  /// `card`, with the ports that the handles of the other session have.
  private static func moved(_ card: String, from typed: Play, to pasted: Play) -> String {
    var card = card
    for handle in typed.table.all {
      guard let old = handle.endpoints.local, let new = pasted.table.find(handle.name)?.endpoints.local else {
        continue
      }
      card = card.replacing("\(old)}", with: "\(new)}")
    }
    return card
  }

  /// Its calls, without the numbers that differ each time.
  private static func form(_ step: Step) -> [String] {
    step.exchanges.map {
      CallText.string($0.call, $0.answer).replacing(/@[0-9a-f]+/, with: "@N").replacing(/[0-9]+/, with: "N")
        + " \($0.answer?.errno.symbol ?? "")"
    }
  }
}
