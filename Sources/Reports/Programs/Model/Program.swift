import Commands
import Sockets

/// A session as a program has it: what was written for people, and the calls that were made, in their order. The writers
/// of each language make text of it.
struct Program {
  /// The first heading; the rest are among the items.
  var title: String?
  /// The session file's name, without its folder.
  let source: String
  var items: [ProgramItem] = []
  /// Every descriptor that was opened, each under the name of its handle.
  var handles: [ProgramHandle] = []
  /// How many calls ran in the background.
  var jobs = 0
  /// The files of its sockets, in the order in which they were made.
  var socketFiles: [[UInt8]] = []
  /// Whether the session had a network namespace of its own.
  var isIsolated = false
  /// The role whose lines it plays; nil where it plays all.
  var role: String?

  /// Whether a call that names `handle`, or another of its name, is in the program.
  func isUsed(_ handle: Int) -> Bool { handles.contains { $0.name == handles[handle].name && $0.isUsed } }

  /// Whether a thread works with `handle`, or another of its name.
  func isShared(_ handle: Int) -> Bool { handles.contains { $0.name == handles[handle].name && $0.isShared } }
}

extension Program {
  /// Notes that the call of `job` returned at `moment`, in nanoseconds of the monotonic clock: a play lets it do so before
  /// the next line. What woke a role's call is in another program.
  mutating func settle(_ job: Int, at moment: Int64) {
    guard role == nil, let last = items.lastIndex(where: { $0.began.map { $0 < moment } ?? false }),
      items[last...].dropFirst().contains(where: \.doesSomething), items[..<last].contains(where: { $0.begins(job) })
    else { return }
    items[last].settles.append(job)
  }
}

extension ProgramItem {
  /// When its call was made in the session; nil where it makes none, or one that has not returned.
  fileprivate var began: Int64? { if case .call(let call) = kind { call.answer?.began } else { nil } }

  fileprivate func begins(_ job: Int) -> Bool { if case .begin(_, job) = kind { true } else { false } }

  fileprivate var doesSomething: Bool {
    switch kind {
    case .call, .begin, .finish, .sleep: true
    case .heading, .prose, .remark, .removal: false
    }
  }
}

/// One descriptor from its opening to its close.
struct ProgramHandle {
  let name: String
  let kind: SocketKind
  /// Its local address, as last seen.
  var local: SocketAddress?
  /// What it was when the program last asked for it.
  var asked: SocketAddress?
  /// Whether a bind has given it a port, so that each run has the same.
  var hasOwnPort = false
  /// Whether the program of another role has it.
  var isOfAnother = false
  /// Which item closed it.
  var closedBy: Int?
  var isUsed = false
  /// Whether a call in the background works with it.
  var isShared = false
}

/// A part of a program.
struct ProgramItem {
  /// Lines for people above it: the line of the session, or why nothing is here.
  var comment: [String]
  /// The handles whose addresses must be asked for before it, and how.
  var asks: [Int] = []
  var kind: Kind
  /// The calls in the background that have returned because of it: those of the next item find what they have left.
  var settles: [Int] = []

  enum Kind {
    case heading(String)
    case prose(String)
    /// Nothing but its comment.
    case remark
    case call(ProgramCall)
    /// A call that runs beside the others, in a thread of its own.
    case begin(ProgramCall, job: Int)
    /// What came of that.
    case finish(ProgramCall, job: Int, cancels: Bool)
    case sleep(milliseconds: Int)
    /// Takes away the file of a socket, as the end of a play does.
    case removal(path: [UInt8])
  }
}

/// A call with names instead of what differs from run to run: descriptors, and ports that the kernel chooses.
struct ProgramCall {
  let call: Call
  /// What it returned in the session; nil while it waits.
  let answer: Answer?
  /// Whose each descriptor among its arguments is. One that is nobody's stays a number.
  var descriptors: [Int32: Int] = [:]
  /// Where its addresses come from, in the order of the arguments.
  var addresses: [ProgramAddress] = []
  /// The handles that it makes.
  var made: [Int] = []
  var check = ProgramCheck.succeeds
  /// What to call it where it fails, such as `accept srv`.
  let what: String
  /// After how many milliseconds a signal ends it, where that is what the session did.
  var interruption: Int?
  /// What the socket is that it works on; nil where that is none.
  var kind: SocketKind?
  /// Whether it is given the number of a handle that is closed.
  var usesClosed = false
  /// How many bytes have to be there first, because several sends are received at once.
  var arrival: Int?
}

/// How a call is made.
enum ProgramManner {
  case direct
  /// In a thread.
  case background
  /// In a thread, and a signal ends it.
  case cancelled
}

/// An address that a call is given.
enum ProgramAddress {
  case literal(SocketAddress)
  /// That of a handle, which the program asks for.
  case of(Int)
  /// A host with the port of a handle.
  case port(of: Int, at: SocketAddress)
}

/// What a program insists on.
enum ProgramCheck {
  case anything
  case succeeds
  /// With this errno, or any.
  case fails(Errno?)
  case number(ClosedRange<Int>)
  /// The data that came, or their beginning.
  case data([UInt8], isPrefix: Bool)
  /// The C library's own number, which is 0 for what it has found.
  case lookUp(Int)
}

extension Program {
  /// The program with what a play does at its end: the files of its sockets are gone then.
  var finished: Program {
    var program = self
    for (index, path) in socketFiles.enumerated() {
      let comment = index == 0 ? ["At the end of a play the files of its sockets are taken away."] : []
      program.items.append(ProgramItem(comment: comment, kind: .removal(path: path)))
    }
    return program
  }

  /// How to run it, which is the command `run`, in a network of its own, where its session has one; empty otherwise.
  func isolation(for run: String) -> [String] {
    if let role {
      return [
        "", "It plays the lines of \(role) only.", "The programs of all roles belong together, in one network: first",
        "the one that listens, then those that connect.",
      ]
    }
    guard isIsolated else { return [] }
    return [
      "", "The session has a network of its own, in which all ports are free. To run this program in one:",
      "unshare -rn sh -c 'ip link set lo up && \(run)'",
    ]
  }
}

extension ProgramAddress {
  /// The handle that it is asked of.
  var handle: Int? {
    switch self {
    case .literal: nil
    case .of(let handle), .port(let handle, _): handle
    }
  }
}
