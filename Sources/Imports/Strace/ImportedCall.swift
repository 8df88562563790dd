import SessionLanguage

/// A call of the log as a line of a session.
struct ImportedCall {
  /// The command and its words.
  let line: String
  /// What comes of it, with a blank before it; empty where nothing is expected.
  let expected: String
  /// The name under which it waits in the background.
  let job: String
  let began: Int
  /// nil for a call that the log does not end.
  let ended: Int?
}

/// Why a call is no line.
enum Omission: Hashable, CaseIterable {
  /// It works on no socket of the side, or on one that is left out.
  case elsewhere
  /// It found nothing, at that moment.
  case foundNothing
  case interrupted
  /// Another process still has the descriptor.
  case sharedClose

  /// nil for what is told otherwise, or is nothing to tell.
  var english: String? {
    switch self {
    case .elsewhere: nil
    case .foundNothing: "found nothing at that moment (EAGAIN, or a time that was up)"
    case .interrupted: "ended by a signal"
    case .sharedClose: "close of a socket that another process still had"
    }
  }

  var korean: String? {
    switch self {
    case .elsewhere: nil
    case .foundNothing: "그 순간에는 아무것도 없었던 호출 (EAGAIN, 또는 시간이 다 됨)"
    case .interrupted: "시그널로 끝난 호출"
    case .sharedClose: "다른 프로세스가 아직 가진 소켓의 close"
    }
  }
}
