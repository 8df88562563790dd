import Sockets

/// Why receiving may have to wait although poll(2) calls the socket ready.
package enum DoubtfulReadiness {
  /// SO_PEEK_OFF: MSG_PEEK looks at what comes after an offset, which poll does not know.
  case peekOffset
  /// SO_RCVLOWAT, which poll does not read on a UNIX domain socket; see `socket(7)`.
  case lowWater
  /// Urgent data on a UNIX domain stream: poll counts a byte that recv passes over.
  case urgentData
}

extension HandleTable {
  /// What makes poll(2) doubtful for a call that receives from `handle`; nil where what it says is certain.
  package func doubtfulReadiness(of handle: Handle, peeks: Bool) -> DoubtfulReadiness? {
    let isUNIXStream = handle.kind.domain == .unix && handle.kind.type == .stream
    if isUNIXStream, mayHaveUrgentData { return .urgentData }
    if handle.optionsSet.isEmpty, handle.sameSocket == nil { return nil }
    if peeks, optionSet("SO_PEEK_OFF", on: handle) ?? -1 >= 0 { return .peekOffset }
    return isUNIXStream && optionSet("SO_RCVLOWAT", on: handle) ?? 1 > 1 ? .lowWater : nil
  }

  /// Notes that urgent data may have been sent on `handle`.
  package func noteUrgentData(on handle: Handle?) {
    guard handle?.kind.domain == .unix, !mayHaveUrgentData else { return }
    mayHaveUrgentData = true
    // Calls that are kept for the next time wait otherwise now.
    touch()
  }

  /// The number that was passed to setsockopt for the option `symbol` of a socket, on any of its handles.
  private func optionSet(_ symbol: String, on handle: Handle) -> Int? {
    ([handle] + handle.duplicates).lazy.compactMap { $0.optionsSet[symbol].flatMap { Int($0) } }.max()
  }
}
