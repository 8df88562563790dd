import Glibc
import Handles
import SessionLanguage
import Sockets
import Text

/// Reads what sentences are made from, and notes what it has read. Whoever explains something reads through one of
/// these, so that no sentence is without evidence. What is asked for twice is read once: one answer describes one moment.
final class Observations {
  let table: HandleTable
  private(set) var evidence: [Evidence] = []
  private var options: [OptionKey: [UInt8]?] = [:]

  /// The TCP and UDP sockets of each network namespace that was asked about.
  private var internetOf: [Network: [ListedSocket]] = [:]
  private lazy var unix = table.kernel.listSockets(unix: true, internet: false)
  private lazy var processes = Processes.bySocket()
  private lazy var routes = Route.all()
  private lazy var allInterfaces = Interface.all()
  private lazy var finder = HandleFinder(table)
  private var infos: [Handle: [UInt8]] = [:]
  /// The threads of processes, and how many each has.
  var threads: [Int: (threads: [ProcessThread], count: Int)] = [:]

  private struct OptionKey: Hashable {
    let symbol: String
    let handle: Handle
  }

  init(_ table: HandleTable) { self.table = table }

  /// Notes that `source` said `value`.
  /// - Parameter moment: When that was; nil for now.
  func note(_ source: String, _ value: String, at moment: Int64? = nil) {
    guard !evidence.contains(where: { $0.source == source && $0.value == value }) else { return }
    evidence.append(Evidence(source: source, value: value, moment: moment ?? monotonicNanoseconds()))
  }
}

// MARK: - A socket

extension Observations {
  /// What was last seen of `handle`.
  func state(of handle: Handle) -> Snapshot {
    note("state of \(handle.name)", handle.snapshot.evidence)
    return handle.snapshot
  }

  /// What the kernel says of an open `handle` now, which may be more than was told of it.
  func look(at handle: Handle) -> Snapshot {
    guard handle.isOpen, !handle.isLocked else { return state(of: handle) }
    let seen = table.kernel.observe(handle.descriptor, handle.kind)
    note("state of \(handle.name)", seen.evidence)
    return seen
  }

  /// The number that the option `symbol` has on a handle; nil where it is closed or has no such option.
  func option(_ symbol: String, of handle: Handle) -> Int? {
    guard let option = SocketOption.named(symbol) else { return nil }
    return value(of: option, of: handle).flatMap { option.form.int(of: $0) }
  }

  /// The same as text, in the words that setsockopt takes.
  func text(of symbol: String, of handle: Handle) -> String? {
    guard let option = SocketOption.named(symbol) else { return nil }
    return value(of: option, of: handle).map { option.form.text($0) }
  }

  /// The bytes that `option` has on a handle; nil likewise.
  func value(of option: SocketOption, of handle: Handle) -> [UInt8]? {
    let key = OptionKey(symbol: option.symbol, handle: handle)
    if let known = options[key] { return known }
    let bytes = table.value(of: option, on: handle)
    options[key] = .some(bytes)
    note("getsockopt \(option.symbol) of \(handle.name)", bytes.map { option.form.text($0) } ?? "none")
    return bytes
  }

  /// Whether a fresh socket of `kind` fails with `errno`, too, when it is asked for `option`.
  func isUnknown(_ option: SocketOption, _ kind: SocketKind, _ errno: Errno) -> Bool {
    let isUnknown = table.kernel.freshValues(of: [option], kind).first == .failed(errno)
    note("getsockopt \(option.symbol) of a new \(kind.word) socket", isUnknown ? errno.symbol : "a value")
    return isUnknown
  }

  /// A field of TCP_INFO; nil without a descriptor, and where this kernel does not report it.
  func info(_ name: String, of handle: Handle) -> Int? {
    guard handle.isOpen, let bytes = infos[handle] ?? table.kernel.tcpInfoBytes(handle.descriptor) else { return nil }
    infos[handle] = bytes
    guard let value = TCPField.named(name)?.read(bytes) else { return nil }
    note("TCP_INFO of \(handle.name)", "\(name) \(value)")
    return value
  }

  /// Whether both are ends of the same pipe.
  func areOnePipe(_ one: Handle, _ other: Handle) -> Bool {
    let inodes = [one, other].map { table.kernel.inode($0.descriptor) }
    note("fstat of \(one.name) and \(other.name)", inodes[0] == inodes[1] ? "the same inode" : "two inodes")
    return inodes[0] != nil && inodes[0] == inodes[1]
  }

  /// Whether `handle` lives where this process has no sockets of its own, and its diagnostics see nothing of it.
  func isInOtherNetworkNamespace(_ handle: Handle) -> Bool {
    guard table.isInOtherNetworkNamespace(handle) else { return false }
    note("getsockopt SO_NETNS_COOKIE of \(handle.name)", "another than that of this process")
    return true
  }

  /// Whether a call on `descriptor` would not block, as poll(2) says.
  func isReady(_ descriptor: Int32, for events: Int16) -> Bool {
    let isReady = table.kernel.isReady(.until(descriptor, events: events))
    note("poll \(descriptor) \(ConstantTable.pollEvents.flags(Int32(events)))", isReady ? "ready" : "not ready")
    return isReady
  }
}

// MARK: - This session

extension Observations {
  /// The open handle that is bound to `address`, or to its wildcard.
  func bound(to address: SocketAddress) -> Handle? {
    let handle = table.bound(to: address)
    note("this session, bound to \(address)", handle?.name ?? "none")
    return handle
  }

  /// The other end of `handle`, if this session has it.
  func peer(of handle: Handle) -> Handle? {
    note("this session, the other end of \(handle.name)", handle.peer?.name ?? "none")
    return handle.peer
  }
}

// MARK: - The machine

extension Observations {
  /// The TCP and UDP sockets of the network namespace that `matches` admits.
  /// - Parameter what: What they are, for people, such as `tcp sockets with 127.0.0.1:80`.
  func internetSockets(_ what: String, _ matches: (ListedSocket) -> Bool) -> [ListedSocket] {
    let network = table.kernel.asked
    let all = internetOf[network] ?? table.kernel.listSockets(unix: false, internet: true)
    internetOf[network] = all
    let host = table.hosts.at(network).map { " on host \($0.name)" } ?? ""
    return list(what + host, all.filter(matches))
  }

  /// Runs `body`, to which the TCP and UDP sockets of `network` are listed.
  func asking<Result>(_ network: Network, _ body: () -> Result) -> Result {
    let before = table.kernel.asked
    if network == before { return body() }
    table.kernel.asked = network
    defer { table.kernel.asked = before }
    return body()
  }

  /// The UNIX domain sockets of the network namespace that `matches` admits.
  func unixSockets(_ what: String, _ matches: (ListedSocket) -> Bool) -> [ListedSocket] {
    list(what, unix.filter(matches))
  }

  private func list(_ what: String, _ found: [ListedSocket]) -> [ListedSocket] {
    let shown = found.prefix(4).map { $0.evidence(handle: finder.find($0)) }.joined(separator: "; ")
    note("sock_diag, \(what)", found.isEmpty ? "none" : shown + (found.count > 4 ? "; \(found.count - 4) more" : ""))
    return found
  }

  /// The handle of a listed socket.
  func handle(of socket: ListedSocket) -> String? { finder.find(socket) }

  /// The processes that have a listed socket, as far as this user may see them.
  func owners(of socket: ListedSocket) -> [Processes.Owner] { owners(of: socket.inode) }

  /// The same for the socket `inode`.
  func owners(of inode: UInt32) -> [Processes.Owner] {
    guard inode != 0 else { return [] }
    let owners = processes[inode] ?? []
    note(
      "\(Processes.descriptors), socket:[\(inode)]",
      owners.isEmpty ? "none" : owners.map(\.description).joined(separator: ", "))
    return owners
  }

  /// The value of the kernel's setting `name`.
  func setting(_ name: String) -> String? {
    let value = Setting.named(name)?.value
    note("sysctl \(name)", value ?? "none")
    return value
  }

  /// The route that packets to `address` take.
  func route(to address: SocketAddress) -> Route? {
    let route = Route.best(for: address, among: routes)
    note("route to \(address.host)", route?.evidence ?? "none")
    return route
  }

  var hasRoutes: Bool {
    note(Route.source, "\(routes.count) routes")
    return !routes.isEmpty
  }

  /// Whether an interface of this machine has the host of `address`.
  func hasAddress(_ address: SocketAddress) -> Bool {
    guard address.isInternet else { return false }
    let host = address.unmapped.host.prefix { $0 != "%" }
    return interfaces.contains { $0.has(host) }
  }

  var interfaces: [Interface] {
    let text = allInterfaces.map {
      "\($0.name) (\($0.flags.joined(separator: ","))) \($0.addresses.map(\.description).joined(separator: " "))"
    }
    note("getifaddrs and RTM_GETADDR", text.joined(separator: "; "))
    return allInterfaces
  }

  /// Whether the IPv4 `host` has answered ARP; nil if it was not asked lately, and for IPv6.
  func answers(_ host: String) -> Bool? {
    let answers = Neighbour.answers(host)
    note("\(Neighbour.file), \(host)", answers.map { $0 ? "answered" : "did not answer" } ?? "not asked lately")
    return answers
  }

  /// How many sockets are in TIME_WAIT now.
  var timeWaitCount: Int? {
    let count = Counters.timeWait
    note("\(Counters.countFile), tw", count.map(String.init) ?? "none")
    return count
  }

  /// How far processes are kept from tracing each other; nil if the kernel has no Yama.
  var ptraceScope: String? {
    let scope = Setting.ptraceScope
    note(Setting.ptraceFile, scope ?? "none")
    return scope
  }

  /// How many descriptors may be open.
  var descriptorLimit: Int {
    note("getrlimit RLIMIT_NOFILE", "\(Descriptors.limit)")
    return Descriptors.limit
  }

  /// How many bytes may be kept in memory.
  var lockedMemoryLimit: String {
    let limit = ResourceLimit.lockedMemory.values.soft
    let text = limit == .max ? "unlimited" : Plural.bytes(Int(clamping: limit))
    note("getrlimit RLIMIT_MEMLOCK", text)
    return text
  }

  /// The user whose rights this process has.
  var user: UInt32 {
    note("geteuid", "\(geteuid())")
    return geteuid()
  }

  /// Whether this process has `capability`, as capabilities(7) names it.
  func has(_ capability: Capability) -> Bool {
    let has = Capability.own?.contains(capability) ?? false
    note("\(Capability.file), CapEff", "\(has ? "has" : "lacks") \(capability)")
    return has
  }

  /// The counter `name` of the TCP extensions, such as `ListenOverflows`.
  func counter(_ name: String) -> Int? {
    let value = Counters.tcpExtension(name)
    note("\(Counters.tcpFile), \(name)", value.map(String.init) ?? "none")
    return value
  }

  /// What is at `path`.
  /// - Parameter follows: Whether to follow a symbolic link, as connect(2) does, or not, as bind(2) does.
  func file(at path: [UInt8], follows: Bool = false) -> PathFile {
    let file = PathFile(path, follows: follows)
    note("\(follows ? "stat" : "lstat") \(Literal.visible(String(decoding: path, as: UTF8.self)))", file.evidence)
    return file
  }
}
