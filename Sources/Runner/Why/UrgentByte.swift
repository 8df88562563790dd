import Glibc
import Handles
import Sockets
import Text

extension HandleStory {
  /// That an urgent byte has come, and what is not counted because of it.
  var urgent: [String] {
    guard handle.isOpen, handle.kind.isSocket, handle.kind.type == .stream, seen.state != .listen else { return [] }
    let mark = observed.urgentMark(of: handle)
    let isPending =
      mark?.isPending ?? (observed.readyEvents(handle.descriptor, Int16(POLLPRI)) & Int16(POLLPRI) != 0)
    var sentences: [String] = []
    if isPending {
      sentences.append(
        observed.option("SO_OOBINLINE", of: handle) == 1
          ? "an urgent byte has come (POLLPRI), and SO_OOBINLINE leaves it among the others: recv stops before it"
          : "an urgent byte has come (POLLPRI): recv with MSG_OOB takes it, and recv without stops before it")
    }
    if let mark, mark.uncounted > 0 {
      let what = isPending ? "from the urgent byte on" : "after the place of an urgent byte that was taken"
      sentences.append(
        "\(Plural.bytes(mark.uncounted)) \(what) \(Plural.has(mark.uncounted)) come and \(Plural.is(mark.uncounted)) unread; SIOCINQ does not count \(mark.uncounted == 1 ? "it" : "them")"
      )
    }
    return sentences
  }

  /// That the count of unread bytes is of bytes that cannot be read.
  var countedOnly: String? { observed.countedOnly(handle, seen.unread) }
}

extension Observations {
  /// The urgent mark that is ahead in what a TCP connection has received; nil where none is seen.
  func urgentMark(of handle: Handle) -> UrgentMark? {
    guard let mark = table.urgentMark(of: handle) else { return nil }
    note("poll \(handle.descriptor) POLLPRI", mark.isPending ? "POLLPRI" : "nothing")
    note("inet_diag recv-q and SIOCINQ of \(handle.name)", "\(mark.uncounted) bytes apart")
    return mark
  }

  /// That `unread`, the count of unread bytes, is of bytes that cannot be read: SIOCINQ of a UNIX domain stream goes on
  /// counting an urgent byte that a recv without MSG_OOB has gone past.
  func countedOnly(_ handle: Handle, _ unread: Int) -> String? {
    guard unread > 0, handle.isOpen, handle.kind.domain == .unix, handle.kind.type == .stream,
      readyEvents(handle.descriptor, Int16(POLLIN | POLLPRI)) & Int16(POLLIN | POLLPRI) == 0
    else { return nil }
    return "SIOCINQ counts \(Plural.bytes(unread)), but poll finds nothing to read; usual cause: an urgent byte that a "
      + "recv without MSG_OOB has gone past"
  }
}
