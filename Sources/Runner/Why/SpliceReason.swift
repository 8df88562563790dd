import Commands
import Glibc
import Handles
import Sockets

// splice and tee read from their first descriptor and write to their second: which of the two a failure is about, and why.
extension Exchange {
  /// The handle that its failure is about.
  func subject(_ observed: Observations) -> Handle? {
    let table = observed.table
    guard let source = call.descriptor.flatMap({ table.owner(of: $0) }) else { return nil }
    guard let ends = call.splicedDescriptors, let target = table.owner(of: ends.to), let errno = answer?.errno else {
      return source
    }
    switch errno.symbol {
    case "EINVAL", "EINTR": return source
    case "EPIPE": return target
    case "EAGAIN": return observed.isReady(ends.from, for: Int16(POLLIN)) ? target : source
    case "EBADF": return source.kind == .pipe ? source : target
    // One of the two is a pipe, to which the rest does not apply.
    default: return source.kind == .pipe ? target : source
    }
  }
}

extension Reason.Context {
  /// Whether what the call moves goes out through the handle, which may be the second of splice and tee.
  var isSending: Bool { call.splicedDescriptors.map { table.owner(of: $0.to) == handle } ?? call.isSending }

  /// The handles of the two ends.
  private var ends: (source: Handle, target: Handle)? {
    guard let (from, to) = call.splicedDescriptors, let source = table.owner(of: from), let target = table.owner(of: to)
    else { return nil }
    return (source, target)
  }

  /// Of the epoll instance `name`.
  static func noBytes(in name: String) -> String { "\(name) is an epoll, which has no bytes to move" }

  /// Whether neither end has O_NONBLOCK, which holds for the whole call: do_splice in fs/splice.c.
  var bothEndsWait: Bool { ends.map { !$0.source.isNonblocking && !$0.target.isNonblocking } ?? true }

  /// EINVAL.
  var unspliceable: String? {
    guard let (source, target) = ends else { return nil }
    let (pipes, move) = ([source, target].count { $0.kind == .pipe }, call.name)
    if move == "tee", pipes < 2 { return "tee copies from one pipe to another, and not both are pipes" }
    if pipes == 0 { return "splice moves bytes into a pipe or out of one, and neither of the two is one" }
    if pipes == 2, observed.areOnePipe(source, target) {
      return "\(source.name) and \(target.name) are ends of the same pipe, and \(move) needs two pipes"
    }
    if let epoll = [source, target].first(where: { $0.kind == .epoll }) {
      return Self.noBytes(in: epoll.name)
    }
    // unix_stream_splice_read says EINVAL where recv does, too.
    let isAlone = [.unconnected, .bound].contains(observed.state(of: source).state)
    return source.kind.domain == .unix && source.kind.type == .stream && isAlone
      ? "\(source.name) has no connection" : nil
  }

  /// EBADF, where it is not known which of the two it was: a socket can be read and written, any other end may not.
  var oneOfTwo: String? {
    guard let (source, target) = ends, !source.kind.isSocket, !target.kind.isSocket else { return nil }
    return
      "\(call.name) reads from \(source.name) and writes to \(target.name), and one of the two is not open for that"
  }

  /// EAGAIN.
  var nothingSpliced: String {
    (BlockingReason.spliced(call, in: table) ?? "there was nothing to move, or no room for it")
      + ", and the call was non-blocking"
  }
}

extension HandleStory {
  /// What splice or tee waits for; nil for other calls.
  func awaitedBySplicing(_ call: Call) -> String? {
    guard let (from, to) = call.splicedDescriptors, let source = table.owner(of: from), let target = table.owner(of: to)
    else { return nil }
    let (one, other) = (source, target)
    guard one.kind.isSocket, one.endpoints.hasPeer || one.peer != nil, one.snapshot.unread == 0 else {
      return "bytes in \(one.name), or room in \(other.name)"
    }
    return "\(one.peer?.name ?? "the other end of \(one.name)") to send or to close"
  }
}
