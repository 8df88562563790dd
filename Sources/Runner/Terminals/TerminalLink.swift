/// The connection of a terminal to the shell that it joins.
package final class TerminalLink {
  package var descriptor: Int32 { writer.descriptor }
  private let writer: SyncWriter
  private var frames = Frames<TerminalMessage>()
  /// Whether nothing more will come, except for what has come already.
  private var isOver = false

  /// - Parameter descriptor: Of a connected socket, which belongs to the link from now on.
  package init(_ descriptor: Int32) { writer = SyncWriter(descriptor) }

  deinit { writer.close() }

  package func send(_ message: TerminalMessage) { writer.send(message.frame) }

  /// The messages that have come; nil once the shell is gone, and after what no shell says.
  package func take() -> [TerminalMessage]? {
    let messages = whole()
    if messages?.isEmpty != true { return messages }
    isOver = frames.receive(on: descriptor) == .end
    guard let more = whole() else { return nil }
    return more.isEmpty && isOver ? nil : more
  }

  private func whole() -> [TerminalMessage]? {
    var messages: [TerminalMessage] = []
    do throws(NotAMessage) { while let message = try frames.next() { messages.append(message) } } catch { return nil }
    return messages
  }
}
