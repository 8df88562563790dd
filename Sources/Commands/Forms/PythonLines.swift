import SessionLanguage
import Text

/// Functions of Python's modules and methods of its sockets that have another name in C, or none: what to type for them.
enum PythonLines {
  private typealias Row = @Sendable (_ receiver: String, _ call: CCall, _ names: CNames) -> String?

  /// nil for all others, and where the arguments mean nothing here.
  static func line(_ method: String, of receiver: String, _ call: CCall, _ names: CNames) -> String? {
    let module = modules.contains(receiver) ? receiver : nil
    return rows[(module.map { $0 + "." } ?? ".") + method]?(receiver, call, names)
  }

  private static let modules: Set<String> = ["os", "select", "socket", "sys", "threading", "time"]

  private static let rows: [String: Row] = {
    var rows: [String: Row] = [:]
    rows["os.close"] = { _, call, names in call.arguments.first.map { "close " + handle($0, names) } }
    rows["select.select"] = { _, call, names in selected(call, names) }
    for name in ["sys.exit", "os._exit"] { rows[name] = { _, _, _ in "quit" } }
    rows["time.sleep"] = { _, call, _ in "sleep " + (call.arguments.first.flatMap { time($0.text) } ?? "1s") }
    rows["threading.Thread"] = { _, _, _ in "recv conn 64 &" }
    rows["select.epoll"] = { _, call, _ in "epoll_create " + (call.targets.first ?? "ep") }
    rows["socket.create_connection"] = { _, call, _ in
      let name = call.targets.first ?? "s"
      return address(call).map { "socket \(name) tcp, then connect \(name) \($0)" }
    }
    rows["socket.create_server"] = { _, call, _ in
      let name = call.targets.first ?? "s"
      return address(call).map { "socket \(name) tcp, bind \(name) \($0), then listen \(name)" }
    }
    rows[".settimeout"] = { receiver, call, _ in call.arguments.first.flatMap { timeout($0.text, of: receiver) } }
    // It returns the descriptor, and leaves it open.
    rows[".detach"] = { receiver, _, _ in "state \(receiver)" }
    for name in ["htons", "ntohs", "htonl", "ntohl", "inet_aton"] {
      rows["socket." + name] = { _, call, _ in call.arguments.first.map { "\(name) \(CAddress.unquoted($0))" } }
    }
    for name in ["gethostbyname", "gethostbyname_ex"] {
      rows["socket." + name] = { _, call, _ in call.arguments.first.map { "getaddrinfo \(CAddress.unquoted($0))" } }
    }
    return rows
  }()

  /// A socket, its `fileno()`, or a descriptor.
  private static func handle(_ value: CValue, _ names: CNames) -> String {
    let text = value.text.replacing(".fileno()", with: "")
    return Int32(numeral: text).map { names.handle($0) ?? "fd:\($0)" } ?? text
  }

  private static func address(_ call: CCall) -> String? {
    guard let value = call.arguments.first else { return nil }
    if let text = CAddress.text(of: value, next: nil) { return text }
    return value.elements?.count == 2 ? "127.0.0.1:8080" : nil
  }

  /// `select.select([r], [w], [], 1.5)`
  private static func selected(_ call: CCall, _ names: CNames) -> String? {
    var sets: [String] = []
    for (set, value) in zip(["r", "w", "x"], call.arguments) {
      for element in value.elements ?? [] { sets.append("\(set):\(handle(element, names))") }
    }
    // Lists that are variables of the program have no names here.
    if sets.isEmpty { return call.arguments.isEmpty ? nil : "select r:srv r:conn" }
    var words = ["select"] + sets
    if call.arguments.count > 3, let limit = time(call.arguments[3].text) { words.append(limit) }
    return words.joined(separator: " ")
  }

  /// None waits forever, and 0 not at all.
  private static func timeout(_ text: String, of receiver: String) -> String? {
    if text == "None" { return "setsockopt \(receiver) SO_RCVTIMEO 0s" }
    return time(text).map { $0 == "0s" ? "nonblock \(receiver) on" : "setsockopt \(receiver) SO_RCVTIMEO \($0)" }
  }

  /// Seconds of Python as a time of a session; nil for a variable.
  private static func time(_ text: String) -> String? {
    guard let seconds = Double(text), seconds >= 0, seconds < 1_000_000 else { return nil }
    let whole = Int(seconds)
    return Double(whole) == seconds ? "\(whole)s" : "\(max(1, Int(seconds * 1000)))ms"
  }
}
