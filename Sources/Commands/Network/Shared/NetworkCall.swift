import Handles
import Sockets

extension Invocation {
  /// A message of rtnetlink(7) and the kernel's answer, which is the result.
  /// - Parameters:
  ///   - message: Its type, such as `RTM_NEWROUTE`.
  ///   - adds: Whether it makes something, which must not be there yet.
  ///   - text: What it says, in C form.
  static func change(
    _ message: String, adds: Bool, _ text: String, body: @escaping Call.Body
  ) -> Invocation {
    let flags: [Argument] = adds ? [.symbol("NLM_F_CREATE|NLM_F_EXCL")] : []
    let call = Call("rtnetlink", [], [.symbol(message)] + flags + [.symbol("{\(text)}")])
    return Invocation(call, on: nil, finish: networkChanged, notes: wordsOfTheKernel, body: body)
  }

  /// Where packets go has changed, and with that what lines may mean.
  static func networkChanged(_ table: HandleTable, _ answer: Answer) -> [Handle] {
    table.touch()
    return []
  }

  /// What the kernel says is wrong, in its own words, which only some of its answers have.
  static func wordsOfTheKernel(_ table: HandleTable, _ answer: Answer) -> [String] {
    answer.failed ? answer.received.filled.map { ["  kernel says: \($0)"] } ?? [] : []
  }
}
