import SessionLanguage
import Sockets

extension Command {
  static let fds = Command(
    name: "fds", group: .looking,
    summary: "Show the process's descriptor table: what each number points to.",
    manual: """
      A descriptor is a small number, an index into a table that the kernel keeps for each process.
      For a socket the entry leads to its family, its service, and its local and remote address.
      sockplay's own descriptors are in the table too, marked as such, out of the way of the small numbers.
      """,
    examples: ["socket a tcp = fd", "bind a 127.0.0.1:0 = 0", "fds"]
  ) { (_, table) throws(Diagnostic) in
    var names: [Int32: String] = [:]
    for id in table.all where table[id].isOpen { names[table[id].descriptor] = table[id].name }
    let rows = DescriptorTable.all().map { row($0, handle: names[$0.descriptor]) }
    return .report(Columns.align([["FD", "FAMILY", "SERVICE", "LOCAL", "REMOTE", "HANDLE"]] + rows))
  }

  private static func row(_ entry: DescriptorEntry, handle: String?) -> [String] {
    let owner = handle ?? owner(entry)
    guard let socket = entry.socket else { return ["\(entry.descriptor)", "-", "-", "-", "-", owner] }
    return [
      "\(entry.descriptor)", socket.family, socket.service, socket.naming.local.map(shown) ?? "-",
      socket.naming.peer.map(shown) ?? "-", owner,
    ]
  }

  /// Whose a descriptor is that no handle has.
  private static func owner(_ entry: DescriptorEntry) -> String {
    switch entry.descriptor {
    case 0...2: "(standard \(["input", "output", "error"][Int(entry.descriptor)]))"
    case Descriptors.floor...: "(sockplay's own)"
    default: entry.socket == nil ? "(no socket)" : "(no handle)"
    }
  }

  /// What has no address yet is shown without one.
  private static func shown(_ address: SocketAddress) -> String {
    if case .other = address { return "-" }
    return address.isUnnamed ? "-" : "\(address)"
  }
}
