import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

// Looks at what came when a line that expected data has failed.
extension Session {
  /// nil where the failure is not that data are missing, or nothing can be seen of them.
  func shortReceive(_ failure: Failure, _ expectation: Expectation, _ step: Step) -> ShortReceive? {
    guard failure.mayMeanMissingData, expectation.furtherData.isEmpty, let exchange = step.result,
      exchange.call.showsReceivedData, let expected = expectedData(expectation) ?? untold(step),
      let handle = exchange.call.descriptor.flatMap({ table.owner(of: $0) }), handle.optionsSet["SO_PEEK_OFF"] == nil
    else { return nil }
    let answer = exchange.answer, error = answer?.errno.rawValue
    if let error, answer?.failed == true, ![EINTR, EAGAIN, ECONNRESET].contains(error) { return nil }
    guard let bytes = answer.map({ $0.received.pieces.first ?? [] }) ?? receivedSoFar(exchange.call),
      expected.isMissing(in: bytes, because: failure), answer.map({ bytes.isEmpty && $0.result > 0 }) != true
    else { return nil }
    let unread = handle.isLocked ? 0 : table.kernel.unread(handle.descriptor)
    return ShortReceive(
      bytes: bytes, late: exchange.call.has("MSG_PEEK") ? max(0, unread - bytes.count) : unread,
      behindMark: table.urgentMark(of: handle)?.uncounted ?? 0, expected: expected,
      ending: error == ECONNRESET ? .reset : ending(of: handle),
      bound: answer?.failed == false ? exchange.call.bound(bytes.count, on: handle) : nil)
  }

  private func expectedData(_ expectation: Expectation) -> ShortReceive.Expected? {
    switch expectation.data?.kind {
    case .exactly(let word)?: return (try? table.data(of: word)).map { .exactly($0) }
    case .prefix(let word)?: return (try? table.data(of: word)).map { .prefix($0) }
    case .matching?: return .matching
    case nil: break
    }
    guard case .number(let range)? = expectation.outcome?.pattern, range.lowerBound > 0 else { return nil }
    return .count(range)
  }

  /// What a call that repeats itself had taken when its time was up is not in the socket any more, also where the line does
  /// not say what is to come.
  private func untold(_ step: Step) -> ShortReceive.Expected? {
    guard step.total != nil, step.outcome == .timedOut, step.answer?.received.data?.isEmpty == false else { return nil }
    return .matching
  }

  /// What a call that still waits has received; nil where nobody can see it.
  private func receivedSoFar(_ call: Call) -> [UInt8]? {
    guard let job = jobs.waiting.first(where: { $0.invocation.call == call }) else { return nil }
    if case .until = job.invocation.wait { return [] }
    return job.invocation.soFar?.bytes
  }

  /// What can be seen of the other end without taking anything away.
  private func ending(of handle: Handle) -> ShortReceive.Ending? {
    guard handle.kind.type == .stream, handle.kind.isSocket, !handle.isShutForReading else { return nil }
    let finished = Int16(ConstantTable.pollEvents.value("POLLRDHUP") ?? 0)
    let events = table.kernel.readyEvents(handle.descriptor, finished)
    if events & Int16(POLLERR) != 0 { return .errorPending }
    guard handle.kind.isTCP else {
      return handle.kind.domain != .unix ? nil : events & finished != 0 ? .closed : .open
    }
    let state = table.kernel.observe(handle.descriptor, handle.kind).state
    if state.hasReceivedFIN { return .finished }
    if state == .closed { return handle.end?.rawValue == ECONNRESET ? .reset : nil }
    return [.established, .finWait1, .finWait2].contains(state) ? .open : nil
  }
}

extension Failure {
  fileprivate var mayMeanMissingData: Bool {
    switch kind {
    case .failed, .result, .deadline, .stillWaiting, .data: true
    default: false
    }
  }
}

extension ShortReceive.Expected {
  /// Whether `bytes` are not all of them. Data that are wrong, and not too few, are another failure.
  fileprivate func isMissing(in bytes: [UInt8], because failure: Failure) -> Bool {
    switch self {
    case .exactly(let all), .prefix(let all):
      if case .data = failure.kind { return bytes.count < all.count && all.starts(with: bytes) }
      return bytes != all
    case .count(let range): return bytes.count < range.lowerBound
    case .matching: return true
    }
  }
}

extension Call {
  /// Whether it receives the data of one message or of a stream.
  fileprivate var showsReceivedData: Bool {
    traits.contains(.receives) && !traits.contains(.receivesSeveral) && !has("MSG_OOB") && !has("MSG_ERRQUEUE")
  }

  /// Where this call has ended what it received from `handle`: `count` bytes.
  fileprivate func bound(_ count: Int, on handle: Handle) -> ShortReceive.Bound? {
    let reached = length.flatMap { count >= $0 ? $0 : nil }
    let isMessage = handle.kind.isSocket && handle.kind.type != .stream
    if isMessage, reached == nil {
      // Nothing also comes from a socket that is shut down for reading, and at the end of a seqpacket connection.
      let isSeen = count > 0 || handle.kind.type == .datagram && !handle.isShutForReading
      return isSeen ? .message(handle.kind.messageNoun) : nil
    }
    guard let reached else { return nil }
    // At its end there is no message that could be cut.
    let isAtEnd = count == 0 && (handle.isShutForReading || handle.snapshot.shut.contains(.receiving))
    return isMessage && !has("MSG_PEEK") && !reachesNoSocket && !isAtEnd
      ? .cut(reached, call: name, message: handle.kind.messageNoun) : .length(reached, call: name)
  }
}
