import Commands
import Glibc
import Handles
import SessionLanguage
import Sockets

/// Plays the roles of this process, and waits for those of others: the lines of a file happen in its order, across all of
/// them. Only the process whose line is next acts; the others wait for what it says, and answer what it asks.
package final class RoleChannel {
  let split: RoleSplit
  private let file: SessionFile
  private let own: Set<String>
  private let links: [SyncLink]
  /// Whether what one of the others says is passed on to the rest.
  private let isHub: Bool
  private let session: Session
  private let heartbeat: Heartbeat
  /// What addresses of loopback reach from here.
  private let place = NetworkPlace.own
  /// How many lines of roles have been played, here or elsewhere.
  private var serial = 0
  /// Whether a question of another process is being answered, which asks nobody else.
  private var isAnswering = false
  private var hasLeft = false

  init(_ split: RoleSplit, of file: SessionFile, playing own: [String], _ party: RoleMeeting.Party, in session: Session)
  {
    (self.split, self.file, self.own) = (split, file, Set(own))
    (links, isHub, self.session) = (party.links, party.isHub, session)
    heartbeat = Heartbeat(links.map(\.writer))
    for link in links { link.beginsToListen() }
    session.table.elsewhere = { [unowned self] reference throws(Diagnostic) in try value(of: reference) }
  }

  /// The role that plays the line at `index`, if another process does.
  func other(forLine index: Int) -> String? {
    guard let role = split.role(ofLine: index, in: file), !own.contains(role) else { return nil }
    return role
  }

  // MARK: Lines

  /// Waits until another process has played the line at `index`.
  /// - Returns: What came of it.
  func wait(forLine index: Int) throws(RoleProblem) -> Verdict {
    for link in links { link.beginsToListen() }
    while true {
      for link in links {
        while let message = try next(from: link) {
          guard case .done(let serial, let line, let verdict) = message else {
            try take(message, from: link)
            continue
          }
          guard isTurn(of: link, index), line == index, serial == self.serial + 1 else { throw .outOfStep(link.roles) }
          self.serial = serial
          pass(message, from: link)
          session.settleBackground()
          return verdict
        }
      }
      try pause(links)
      session.catchUp()
    }
  }

  /// Tells the others that this process has played the line at `index`.
  /// - Parameter before: The variables as they were then.
  func finish(line index: Int, _ verdict: Verdict, since before: Variables) {
    guard split.role(ofLine: index, in: file) != nil else { return }
    for name in split.references {
      guard let value = session.table.variables[name], value != before[name] else { continue }
      send(.variable(name: name, value: value))
    }
    serial += 1
    send(.done(serial: serial, line: index, verdict))
  }

  /// Tells the others that this process plays no more.
  package func leave(_ verdict: Verdict) {
    guard !hasLeft else { return }
    hasLeft = true
    send(.left(roles: own.sorted(), verdict))
    heartbeat.stop()
    for link in links { link.finish() }
    session.table.elsewhere = nil
  }

  // MARK: What comes from others

  /// Whether the process at the other end of `link` is to play the line at `index`. Through the hub come all others.
  private func isTurn(of link: SyncLink, _ index: Int) -> Bool {
    split.role(ofLine: index, in: file).map(link.roles.contains) ?? false
  }

  /// The next message, other than a sign of life. When a process ends, the others are told whose.
  private func next(from link: SyncLink) throws(RoleProblem) -> SyncMessage? {
    do throws(RoleProblem) {
      while let message = try link.next() {
        // Whatever comes, and however much: a person can end the play.
        if session.isInterrupted { throw .interrupted }
        if case .left(let roles, let verdict) = message {
          let known = roles.filter(link.roles.contains)
          throw .left(known.isEmpty ? link.roles : known, verdict)
        }
        if message != .alive { return message }
      }
      return nil
    } catch {
      switch error {
      case .left(let roles, let verdict): pass(.left(roles: roles, verdict), from: link)
      case .interrupted: break
      default: pass(.left(roles: link.roles, .couldNotRun), from: link)
      }
      throw error
    }
  }

  private func take(_ message: SyncMessage, from link: SyncLink) throws(RoleProblem) {
    switch message {
    case .variable(let name, let value):
      guard split.references.contains(name), session.table.find(name) == nil, session.table.set(name, to: value) else {
        throw .outOfStep(link.roles)
      }
      pass(message, from: link)
    case .ask(let name, let field):
      var answer = split.references.contains(name) ? self.answer(name, field) : nil
      if answer == nil, isHub { answer = try ask(name, field, links.filter { $0 !== link }) }
      link.send(.answer(answer ?? SyncAnswer(.unknown, place: place)))
    default: throw .outOfStep(link.roles)
    }
  }

  /// What this process knows of a handle; nil if it has none of that name.
  private func answer(_ name: String, _ field: String?) -> SyncAnswer? {
    let table = session.table
    isAnswering = true
    defer { isAnswering = false }
    if let handle = table.find(name) {
      table.look(at: handle)
      session.reportChanges()
    }
    let handle = table.find(name)
    if handle == nil, table.isGone(name), field == Field.state.name {
      return SyncAnswer(.value(.state(.closed)), place: place)
    }
    guard handle != nil || table.isGone(name) || table.isReserved(name) else { return nil }
    do throws(Diagnostic) {
      let value = try table.value(of: Reference(span: 0..<0, name: name, field: field))
      let isWildcard = field == nil && handle?.endpoints.local?.isWildcard == true
      return SyncAnswer(.value(value), place: place, isWildcard: isWildcard)
    } catch {
      return SyncAnswer(.problem(title: error.title, help: error.help ?? ""), place: place)
    }
  }

  // MARK: What this process asks for

  /// The value of `{name}` or `{name.field}` where another process has that handle; nil if none does.
  func value(of reference: Reference) throws(Diagnostic) -> Value? {
    if isAnswering || hasLeft || !split.references.contains(reference.name) { return nil }
    let answer: SyncAnswer?
    do throws(RoleProblem) { answer = try ask(reference.name, reference.field, links) } catch {
      throw Diagnostic(error.text(in: session.table.language), at: reference.span)
    }
    guard let answer else { return nil }
    switch answer.content {
    case .unknown: return nil
    case .problem(let title, let help):
      throw Diagnostic(title, at: reference.span, label: "in another process", help: help.isEmpty ? nil : help)
    case .value(let value):
      if reference.field == nil, answer.place != place { try requireReach(value.description, reference) }
      return value
    }
  }

  /// Refuses an address that only another machine can reach.
  private func requireReach(_ address: String, _ reference: Reference) throws(Diagnostic) {
    let isUnix = address.hasPrefix("unix:")
    let found = try? SocketAddress(text: address, for: address.hasPrefix("[") ? .ipv6 : .ipv4)
    guard isUnix || found?.isLoopback == true else { return }
    throw Diagnostic(
      "\(reference.name) has the address \(address) of another machine", at: reference.span,
      label: "nothing here reaches it",
      help: isUnix
        ? "sockets of UNIX connect processes of one machine"
        : "bind it to an address that both machines know: @let host = 127.0.0.1, bind … {host}:0, and --var host=ADDRESS at each"
    )
  }

  private func ask(_ name: String, _ field: String?, _ links: [SyncLink]) throws(RoleProblem) -> SyncAnswer? {
    for link in links {
      link.beginsToListen()
      link.send(.ask(name: name, field: field))
      let answer = try awaitAnswer(from: link)
      if answer.content != .unknown { return answer }
    }
    return nil
  }

  private func awaitAnswer(from link: SyncLink) throws(RoleProblem) -> SyncAnswer {
    while true {
      if let message = try next(from: link) {
        guard case .answer(let answer) = message else { throw .outOfStep(link.roles) }
        return reachable(answer, over: link)
      }
      try pause([link])
    }
  }

  /// A socket with every address of another machine is reached at the one that leads there.
  private func reachable(_ answer: SyncAnswer, over link: SyncLink) -> SyncAnswer {
    guard answer.isWildcard, answer.place != place, let host = link.host, case .value(.text(let text)) = answer.content,
      let port = (try? SocketAddress(text: text, for: text.hasPrefix("[") ? .ipv6 : .ipv4))?.port
    else { return answer }
    return SyncAnswer(.value(.text("\(host.with(port: port))")), place: answer.place)
  }

  // MARK: Sending and waiting

  private func send(_ message: SyncMessage) { for link in links { link.send(message) } }

  /// Passes a message on to all but the one from whom it came.
  private func pass(_ message: SyncMessage, from link: SyncLink) {
    for other in links where other !== link { other.send(message) }
  }

  private func pause(_ links: [SyncLink]) throws(RoleProblem) {
    if session.isInterrupted { throw .interrupted }
    var entries = (links.map(\.descriptor) + [session.wakeup.descriptor]).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    poll(&entries, nfds_t(entries.count), Int32(Session.watchInterval))
    if entries.last?.revents != 0 { session.wakeup.drain() }
    if session.isInterrupted { throw .interrupted }
  }
}
