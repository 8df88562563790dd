import Handles
import SessionLanguage
import Sockets

/// What a line may want that reaches beyond its session. This is the one list of what needs a permission, which one, and
/// what is said when it is missing. Everything else may be done without one.
enum RestrictedAction {
  /// To send to an address, or to connect to it.
  case reach(SocketAddress)
  /// To send on a handle whose peer the kernel does not tell.
  case reachUnknownPeer(of: String)
  /// To bind to an address that other machines can send to, or to listen on it.
  case listen(SocketAddress)
  /// To let a server to practise with listen on an address that other machines can connect to.
  case serve(SocketAddress)
  /// To open a socket that does not only talk to the addresses that it is given.
  case open(SocketKind)
  case useInterface(UInt32)
  /// To set an option, or send a control message, that leads packets for loopback elsewhere.
  case redirectPackets(by: String)
  case joinGroup
  /// To look up a name or an address.
  case askNameServer(about: String)

  /// To send to a UNIX domain socket that another program may have.
  case reachProgram(SocketAddress)
  /// To pass descriptors to another program.
  case passDescriptors(through: String)
  /// To let signals go to another program.
  case signalProcess

  /// To make a socket file outside of the allowed directories.
  case makeSocketFile([UInt8])
  case record(path: String)
  /// To include a file that is not in the folder of the file that is played, and not below it.
  case include([UInt8])

  /// To take a socket of another process.
  case adopt(from: Int)
  case run(program: String)

  /// What a player must have allowed for it.
  var permission: Permissions {
    switch self {
    case .reach, .reachUnknownPeer, .listen, .serve, .open, .useInterface, .redirectPackets, .joinGroup, .askNameServer:
      .network
    case .reachProgram, .passDescriptors, .signalProcess: .unix
    case .makeSocketFile, .record, .include: .files
    case .adopt: .processes
    case .run: .programs
    }
  }

  /// Whether it reaches nobody from a network namespace of its own.
  var isContained: Bool {
    switch self {
    case .reach(let address): address.isOfNetworkNamespace
    case .open(let kind): kind.isOfNetworkNamespace
    case .reachUnknownPeer, .listen, .serve, .useInterface, .redirectPackets, .joinGroup: true
    // The C library may ask a daemon, which is outside of the namespace.
    case .askNameServer, .reachProgram, .passDescriptors, .signalProcess, .makeSocketFile, .record, .include,
      .adopt, .run:
      false
    }
  }

  /// Why it may not be done by itself.
  var why: String {
    switch self {
    case .reach(let address): "\(address) is beyond loopback"
    case .reachUnknownPeer(let name): "the kernel does not say who the peer of \(name) is"
    case .listen(let address):
      "other machines could send to \(address); with SO_BINDTODEVICE lo, or on 127.0.0.1 or [::1], they cannot"
    case .serve(let address): "other machines could connect to \(address); to 127.0.0.1 or [::1], they cannot"
    case .open(let kind): "\(kind.word) sockets reach beyond loopback, or change this machine's network"
    case .useInterface(let number): "interface \(number) is not loopback"
    case .redirectPackets(let symbol): "\(symbol) can send packets for loopback elsewhere"
    case .joinGroup: "joining a group on an interface other than loopback is announced to the network"
    case .askNameServer(let name): "a name server may be asked for \(name)"
    case .reachProgram(let address):
      "no handle of this session is bound to \(address), so another program may be"
    case .passDescriptors(let name):
      "the other end of \(name) is not a handle of this session, so another program may have it"
    case .signalProcess: "signals would go to another program"
    case .makeSocketFile(let path):
      "\(String(decoding: path, as: UTF8.self)) is neither in /tmp nor in the current directory"
    case .record(let path): "it would write \(path)"
    case .include(let path):
      "\(String(decoding: path, as: UTF8.self)) is not below the folder of the file that is played"
    case .adopt(let process): "process \(process) is another program"
    case .run(let program): "\(program) may do whatever you may"
    }
  }
}

extension HandleTable {
  /// Whether lines may do `action`: their player has allowed it, or they are in a network namespace of their own that keeps
  /// it in.
  func allows(_ action: RestrictedAction) -> Bool { grants(action.permission) || isIsolated && action.isContained }

  /// Whether lines may do what `permission` allows, without looking at what they do. While a recording notes what its
  /// lines need, each has to be looked at.
  func grants(_ permission: Permissions) -> Bool { needed == nil && permissions.contains(permission) }

  /// Refuses `action`, which the words at `span` want, where it is not allowed.
  func permit(_ action: RestrictedAction, at span: Span) throws(Diagnostic) {
    if allows(action) { return }
    guard permissions.contains(action.permission) else { throw action.refusal(at: span) }
    needed?.formUnion(action.permission)
  }
}

extension RestrictedAction {
  /// What is said where it is not allowed.
  func refusal(at span: Span) -> Diagnostic {
    let word = Permissions.words.first { $0.permission == permission }?.word ?? ""
    return Diagnostic(
      "a session file may not do this unless you allow it", at: span, label: why,
      help: "if you trust the file: sockplay --allow \(word) …")
  }
}
