/// A call of the log that works on sockets, and which ones its descriptors are.
struct TracedStep: Sendable {
  let call: TracedCall
  /// The sockets that it names, by their descriptors as they were when it began.
  let sockets: [Int32: Int]
  /// The one on which it works; nil for poll and its kin.
  let subject: Int?
  /// Those that it made.
  var made: [Int] = []
  /// Of a close: whether another process still has the socket.
  var isShared = false
}
