import Foundation

/// What `sockplay --json` told of one end of a TCP connection, under however many names.
struct ToldConnection {
  /// The states that it was seen to go to, with how much was unsent then; the last is `gone` where nothing was left of it.
  private(set) var states: [(before: String?, after: String, unsent: Int)] = []
  /// Whether its session called connect for it.
  private(set) var isClient = false
  /// How many bytes its calls took.
  private(set) var sent = 0
  /// Whether a call that sends still waited at the end, so that nothing says how many bytes it took.
  private(set) var isOpen = false

  var unsent: Int { states.last?.unsent ?? 0 }
  func was(_ wanted: String...) -> Bool { states.contains { wanted.contains($0.after) } }

  private typealias Object = [String: Any]
  private static let sending: Set = ["send", "sendto", "sendmsg", "write", "writev", "sendfile"]

  /// The ends in the output, by their own address and that of the other end. One that had two connections is left out.
  static func all(json: String) throws -> [Wire.Direction: ToldConnection] {
    var told = Reader()
    for line in json.split(separator: "\n") {
      if let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Object { told.take(object) }
    }
    return told.connections
  }

  private struct Reader {
    private var byName: [String: ToldConnection] = [:]
    private var addresses: [String: Set<Wire.Direction>] = [:]
    private var local: [String: String] = [:], peer: [String: String] = [:]
    /// The calls that have been counted, and those that wait, by when they began.
    private var counted: Set<String> = []
    private var waiting: [String: String] = [:]

    mutating func take(_ object: Object) {
      for change in object["handles"] as? [Object] ?? [object["handle"] as? Object].compactMap(\.self) { note(change) }
      let name = object["job"] as? String ?? object["subject"] as? String
      for call in object["calls"] as? [Object] ?? [] { count(call, of: name) }
    }

    private mutating func note(_ change: Object) {
      guard let name = change["name"] as? String, (change["kind"] as? String)?.hasPrefix("tcp") == true,
        let after = change["after"] as? Object
      else { return }
      local[name] = change["local"] as? String ?? local[name]
      peer[name] = change["peer"] as? String ?? peer[name]
      if let local = local[name], let peer = peer[name] {
        addresses[name, default: []].insert(Wire.Direction(from: Self.unmapped(local), to: Self.unmapped(peer)))
      }
      let state = change["gone"] as? Bool == true ? "gone" : after["state"] as? String ?? ""
      byName[name, default: ToldConnection()].states.append(
        ((change["before"] as? Object)?["state"] as? String, state, after["unsent"] as? Int ?? 0))
    }

    private mutating func count(_ call: Object, of name: String?) {
      guard let kind = call["name"] as? String, let name else { return }
      let key = "\(call["began"] ?? 0) \(call["call"] ?? "")"
      if kind == "connect" { byName[name, default: ToldConnection()].isClient = true }
      guard sending.contains(kind) else { return }
      guard let result = call["result"] as? Int else { return waiting[key] = name }
      waiting[key] = nil
      if counted.insert(key).inserted, result > 0 { byName[name, default: ToldConnection()].sent += result }
    }

    private static func unmapped(_ address: String) -> String {
      guard address.hasPrefix("[::ffff:"), let end = address.firstIndex(of: "]"), address.contains(".") else {
        return address
      }
      return String(address[..<end].dropFirst(8) + address[end...].dropFirst())
    }

    var connections: [Wire.Direction: ToldConnection] {
      var all: [Wire.Direction: ToldConnection] = [:]
      for (name, told) in byName.sorted(by: { $0.key < $1.key }) {
        guard let directions = addresses[name], directions.count == 1, let direction = directions.first else {
          continue
        }
        var sum = all[direction] ?? ToldConnection()
        sum.states += told.states
        sum.isClient = sum.isClient || told.isClient
        sum.sent += told.sent
        sum.isOpen = sum.isOpen || waiting.values.contains(name)
        all[direction] = sum
      }
      return all
    }
  }
}
