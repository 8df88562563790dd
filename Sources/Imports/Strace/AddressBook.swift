/// The addresses of a side as its lines have them: those of its own sockets by their handle, all others as variables, so
/// that they can be others when the session is played.
struct AddressBook {
  /// The variables and their values.
  private(set) var variables: [(name: String, value: String)] = []
  /// The variables with the addresses of servers that must be there: somebody was there when the log was written.
  private(set) var needed: [String] = []
  /// The variable with the address at which the side waits for clients that are none of its own.
  private(set) var served: String?
  /// The variables with the addresses from which its clients must send: it answers there.
  private(set) var clients: [String] = []
  private var words: [String: String] = [:]

  init(_ side: StraceSide, _ walk: StraceWalk, _ names: SocketNames) {
    let own = side.steps.flatMap(\.made).filter { names.name($0) != nil }
    let binds = side.steps.filter { $0.call.traits.contains(.binds) && !Self.asksForPort($0.call) }
    let bound = Set(binds.compactMap(\.subject))
    for socket in own {
      let traced = walk.sockets[socket]
      guard let local = traced.local, traced.origin == .made, traced.peer == nil || traced.didListen,
        let name = names.name(socket), words[local] == nil
      else { continue }
      // The kernel chose the port when the log was written, and does so again.
      if bound.contains(socket) {
        let variable = add(local)
        let isServed = !own.contains { walk.sockets[$0].peer == local }
        if isServed, traced.didListen || !traced.isStream { served = served ?? variable }
      }
      words[local] = words[local] ?? "{\(name)}"
    }
    for address in own.flatMap({ walk.sockets[$0].answered }) where words[address] == nil {
      clients.append(add(address))
    }
    for step in side.steps {
      guard let socket = step.subject, names.name(socket) != nil, let peer = walk.sockets[socket].peer,
        walk.sockets[socket].origin == .made, words[peer] == nil
      else { continue }
      let variable = add(peer)
      let isThere = own.contains { walk.sockets[$0].peer == peer && walk.sockets[$0].foundPeer }
      if walk.sockets[socket].isStream, isThere { needed.append(variable) }
    }
  }

  private static func asksForPort(_ call: TracedCall) -> Bool {
    call.arguments.contains("htons(0)") || call.arguments.contains("{sa_family=AF_UNIX}")
  }

  @discardableResult private mutating func add(_ address: String) -> String {
    let name = variables.isEmpty ? "ADDRESS" : "ADDRESS\(variables.count + 1)"
    variables.append((name, address))
    words[address] = "{\(name)}"
    return name
  }

  /// `address` as a word of a line; as it stands where the session has no other word for it.
  func word(for address: String) -> String { words[address] ?? address }
}
