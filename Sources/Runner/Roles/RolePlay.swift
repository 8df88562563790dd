import Handles
import SessionLanguage
import Sockets

/// The beginning of a play whose roles are in several processes.
package struct RolePlay {
  private let split: RoleSplit
  private let file: SessionFile
  private let roles: [String]
  private let place: SyncAddress
  /// Whether all processes are to be in one network namespace that is theirs alone.
  private let isIsolated: Bool

  /// - Parameters:
  ///   - roles: Those of this process.
  ///   - place: Where the processes meet; nil for where those of one user and machine do.
  package init(
    _ split: RoleSplit, of file: SessionFile, playing roles: [String], at place: SyncAddress?, isIsolated: Bool
  ) {
    (self.split, self.file, self.roles, self.isIsolated) = (split, file, roles, isIsolated || file.isIsolated)
    self.place = place ?? .usual(for: Digest.text(of: file.bytes))
  }

  /// The roles that other processes are to play.
  package var missing: [String] { split.roles.filter { !roles.contains($0) } }

  /// Waits until each role has its process.
  /// - Parameters:
  ///   - variables: Those of the command line, each a name and a value.
  ///   - interrupts: The number of interrupts when the play began.
  ///   - tell: Says that the others are waited for.
  package func begin(
    in session: Session, variables: [[String]], interrupts: UInt32, tell: @escaping () -> Void
  ) throws(RoleProblem) -> RoleChannel {
    if isIsolated, !place.isUnix {
      throw .noNamespace("--sync \(place.text) may lead to another machine; --sync unix:PATH does not")
    }
    let hello = SyncMessage.Hello(
      digest: Digest.text(of: file.bytes), roles: roles.sorted(), variables: variables.sorted { $0[0] < $1[0] },
      isIsolated: isIsolated)
    let meeting = try RoleMeeting(
      at: place, as: hello, of: split.roles, wakeup: session.wakeup, interrupts: interrupts, tell: tell)
    let party = try meeting.gather()
    if isIsolated {
      do throws(IsolationFailure) { try isolate(session.table, party) } catch {
        for link in party.links { link.send(.left(roles: roles, .couldNotRun)) }
        throw .noNamespace(error.text)
      }
    }
    if party.isHub { for link in party.links { link.send(.welcome) } }
    return RoleChannel(split, of: file, playing: roles, party, in: session)
  }

  /// The first process makes the namespace, the others follow it there.
  private func isolate(_ table: HandleTable, _ party: RoleMeeting.Party) throws(IsolationFailure) {
    if party.isHub { return try table.isolate() }
    guard let hub = party.links.first.flatMap({ PeerCredentials($0.descriptor) }) else { return }
    try table.isolate(with: hub.process)
  }
}
