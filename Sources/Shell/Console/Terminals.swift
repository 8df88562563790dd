import Commands
import Glibc
import Reports
import Runner
import SessionLanguage
import Text

/// The terminals that have joined a shell. Their lines run on its session, one at a time, in the order in which they come.
final class Terminals {
  /// That of the terminal that shares.
  private unowned let console: Console
  private let screens: TerminalScreens
  private var server: TerminalServer?

  var isShared: Bool { server != nil }
  private var session: Session { console.session }
  private var language: Language { console.context.language }

  init(_ console: Console, _ screens: TerminalScreens) {
    (self.console, self.screens) = (console, screens)
    screens.firstRole = { [unowned console] in console.session.role }
    console.session.roleRefusal = { [unowned self] in refusal(of: $0, at: $1) }
  }

  // MARK: Sharing

  /// The folders in which shells and terminals look for each other.
  static var folders: [String] { TerminalPlace.folders(state: stateFolder) }
  private static var stateFolder: String? { StateFile("shells")?.path }

  /// Lets others join, or says who has.
  func share(at span: Span) throws(Diagnostic) {
    if let server { return tell(server) }
    let others = TerminalPlace.shells(in: Self.folders)
    do throws(TerminalPlace.Problem) {
      if let state = Self.stateFolder { FolderPath.makeAll(above: state, mode: 0o700) }
      server = try TerminalServer(try TerminalPlace.listen(in: Self.folders), wakeup: session.wakeup)
    } catch {
      throw Diagnostic("this shell cannot be shared", at: span, label: "\(error.errno.symbol) (\(error.errno.text))")
    }
    let hosts = session.table.hosts.hosts.map(\.name),
      role = (hosts + ["server", "client"]).first { $0 != session.role }
    let join = "sockplay join \(role ?? "")" + (others.isEmpty ? "" : " --shell \(getpid())")
    say(
      language.text(
        "in another terminal: \(join) (or another role); share off ends it",
        korean: "다른 터미널에서: \(join) (다른 역할도 됩니다). share off로 끝냅니다"))
  }

  /// `share off`.
  func unshare() {
    say(
      isShared
        ? language.text("shared no more", korean: "공유를 끝냈습니다")
        : language.text("this shell is not shared", korean: "이 셸은 공유되지 않았습니다"))
    end()
  }

  /// Lets nobody join any more; who has joined is sent away. Their calls go on.
  func end() {
    for terminal in screens.joined {
      server?.send(.ended, to: terminal.number)
      screens.remove(terminal)
    }
    server?.end()
    server = nil
  }

  private func tell(_ server: TerminalServer) {
    let joined = screens.joined.map { "\($0.role) (\(process($0)))" }.joined(separator: ", ")
    say(
      joined.isEmpty
        ? language.text("shared; nobody has joined", korean: "공유 중이며, 들어온 터미널이 없습니다")
        : language.text("shared with \(joined)", korean: "함께 쓰는 터미널: \(joined)"))
  }

  /// Shows a card in the terminal of who acts now.
  func show(card step: Step) { screens.show(card: step) }

  private func say(_ text: String) { console.context.say(text) }

  private func process(_ terminal: JoinedTerminal) -> String {
    language.text("process \(terminal.process)", korean: "프로세스 \(terminal.process)")
  }

  // MARK: What comes

  /// Does what the terminals ask for. Returns whether lines were run.
  func attend() -> Bool {
    guard let server else { return false }
    var hasRun = false
    for event in server.takeEvents() {
      switch event {
      case .message(.hello(let hello), let number, let process): join(hello, number, process, server)
      case .message(let message, let number, _):
        guard let terminal = screens.joined.first(where: { $0.number == number }) else { continue }
        hasRun = take(message, of: terminal, server) || hasRun
      case .gone(let number):
        if let terminal = screens.joined.first(where: { $0.number == number }) { remove(terminal) }
      }
    }
    return hasRun
  }

  /// Lets those terminals type again whose call has returned.
  func releaseHeld() {
    for terminal in screens.joined where terminal.isBusy && !terminal.console.isHeld { terminal.release() }
  }

  private func take(_ message: TerminalMessage, of terminal: JoinedTerminal, _ server: TerminalServer) -> Bool {
    switch message {
    case .line(let line) where !terminal.isBusy: run(line, of: terminal, server)
    case .key(let key):
      guard terminal.console.isHeld else { return false }
      screens.acting(terminal) {
        session.report.take(.interruption)
        if key == .interrupt { terminal.console.endHeldCall() } else { terminal.console.leaveHeldCall() }
      }
    case .abandon: terminal.console.abandonBlock()
    case .width(let width): terminal.setWidth(width)
    case .complete(let serial, let word):
      server.send(.offers(serial: serial, session.offers(for: word)), to: terminal.number)
      return false
    default: server.dismiss(terminal.number)
    }
    return true
  }

  private func run(_ line: [UInt8], of terminal: JoinedTerminal, _ server: TerminalServer) {
    showReturned()
    screens.acting(terminal) { terminal.run(line) }
    showReturned()
    guard terminal.console.isDone else { return releaseHeld() }
    server.send(.left, to: terminal.number)
    server.dismiss(terminal.number)
    remove(terminal)
  }

  private func showReturned() { for step in session.collectReturned() { session.report.take(.step(step)) } }

  private func remove(_ terminal: JoinedTerminal) {
    screens.remove(terminal)
    screens.say(language.text("\(terminal.role) has left", korean: "\(terminal.role) 역할이 나갔습니다"))
  }

  // MARK: Roles

  private func join(_ hello: TerminalMessage.Hello, _ number: Int, _ process: pid_t, _ server: TerminalServer) {
    guard let role = hello.role ?? freeHost else { return refuse(number, unclear(hello.language), server) }
    if let taken = taker(of: role, hello.language) { return refuse(number, taken, server) }
    let terminal = JoinedTerminal(hello, number, process: process, role: role, beside: console, on: server)
    server.send(.welcome(role: role), to: number)
    screens.add(terminal)
    let who = self.process(terminal)
    screens.say(language.text("\(role) has joined (\(who))", korean: "\(role) 역할이 들어왔습니다 (\(who))"), besides: terminal)
    terminal.release()
  }

  private func refuse(_ number: Int, _ text: String, _ server: TerminalServer) {
    server.send(.refused(text), to: number)
    server.dismiss(number)
  }

  /// The host that has no terminal yet, where there is only one.
  private var freeHost: String? {
    let free = session.table.hosts.hosts.map(\.name).filter { taker(of: $0, .english) == nil }
    return free.count == 1 ? free[0] : nil
  }

  private func unclear(_ language: Language) -> String {
    let hosts = session.table.hosts.hosts.map(\.name)
    let names =
      hosts.isEmpty ? "" : language.text("; there are the hosts ", korean: ". 호스트: ") + hosts.joined(separator: ", ")
    return language.text("which role? sockplay join server", korean: "어떤 역할입니까? 예: sockplay join server") + names
  }

  /// Who has `role`; nil if it is free.
  private func taker(of role: String, _ language: Language) -> String? {
    if let terminal = screens.joined.first(where: { $0.role == role }) {
      return language.text(
        "\(role) is taken: process \(terminal.process) has joined as it",
        korean: "\(role) 역할은 이미 다른 터미널(프로세스 \(terminal.process))에 있습니다")
    }
    guard role == session.role else { return nil }
    return language.text(
      "\(role) is taken: the shell itself has it; role off there gives it back",
      korean: "\(role) 역할은 셸이 직접 맡고 있습니다. 셸에서 role off를 입력하면 비웁니다")
  }

  /// Why who types now may not act as `role`, or as none.
  private func refusal(of role: String?, at span: Span) -> Diagnostic? {
    if let own = screens.current?.role {
      return Diagnostic(
        "this terminal is \(own)", at: span, label: "it has no other role",
        help: "quit leaves; sockplay join takes another role"
      ).inKorean("이 터미널은 \(own)입니다", label: "다른 역할은 할 수 없습니다", help: "quit으로 나가서 sockplay join으로 다시 들어오세요")
    }
    guard let terminal = screens.joined.first(where: { $0.role == role }) else { return nil }
    return Diagnostic(
      "\(terminal.role) is played in another terminal", at: span, label: "by process \(terminal.process)",
      help: "it is free again when that terminal leaves"
    ).inKorean(
      "\(terminal.role) 역할은 다른 터미널에 있습니다", label: "프로세스 \(terminal.process)", help: "그 터미널이 나가면 쓸 수 있습니다")
  }
}
