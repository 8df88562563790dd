import Commands
import Foundation
import Sockets

/// Whether a name can be used, by the code's own tables.
enum CoverageLookup {
  /// Names for what another name means, too. Whether that can be used is looked up like any other.
  static let aliases = ["SCM_TIMESTAMP": "SO_TIMESTAMP", "SCM_TIMESTAMPNS": "SO_TIMESTAMPNS"]

  /// Why a name cannot be used.
  static let reasons: [String: String] = {
    let groups = [
      "epoll_create1 does the same": ["epoll_create"],
      "the signal could end the session; SIGIO and SIGURG are ignored": ["F_SETSIG"],
      "obsolete since Linux 2.0, see AF_PACKET": ["SOCK_PACKET"],
      "needs a security module such as SELinux": ["SCM_SECURITY"],
      "not in Linux": ["IP_RCVDSTADDR", "IP_RECVIF"],
      "Linux has the name, and no such option": ["IPV6_AUTHHDR"],
    ]
    return Dictionary(uniqueKeysWithValues: groups.flatMap { reason, names in names.map { ($0, reason) } })
  }()

  static func isUsable(_ name: String) -> Bool { reasons[name] == nil && known.contains(aliases[name] ?? name) }

  /// What the command `name` calls in C, where that has another name: strace confirms it in every session that uses it.
  static func command(calling name: String) -> String? {
    let name = name == "epoll_create1" ? "epoll_create" : name == "epoll_create" ? "" : name
    return Command.all.first { $0.name == name }?.name
  }

  private static let known: Set<String> = {
    let tables: [ConstantTable] = [
      .messageFlags, .shutdownWays, .families, .typesWithFlags, .pollEvents, .epollEvents, .epollOperations,
      .epollFlags, .pathMTUDiscovery,
      .errorOrigins, .typesOfService,
    ]
    let calls = Set(
      CoverageNames.pages.flatMap { CoverageNames.names(on: $0.page) }.filter { command(calling: $0) != nil })
    return calls.union(tables.flatMap(\.symbols)).union(SocketOption.all.map(\.symbol)).union(
      ControlKind.all.map(\.symbol)
    )
    .union(IORequest.all.map(\.symbol)).union(DescriptorCommand.all.map(\.symbol)).union(SocketAddress.hosts.keys)
  }()
}

/// The sessions and examples that use a name. All of them are run by tests.
struct CoverageExamples {
  private struct Place {
    let name: String
    /// Each word of its lines, and of these the first, which is the command.
    let words: Set<String>
    let commands: Set<String>
  }

  private let places: [Place]

  init() throws {
    let folders = ["Tests/OracleTests/Sessions", "Sessions", "Sessions/tour", "Tests/ReportsTests/Sessions/holds"]
    let files = try folders.flatMap { Documents.files(in: $0, ending: ".session") }.map { path in
      Self.place(path, try Documents.text(path).components(separatedBy: "\n"))
    }
    places = files + Command.all.map { Self.place("help \($0.name)", $0.examples) }
  }

  /// Where `name` is used; nil when it is nowhere.
  func place(of name: String) -> String? {
    if let command = CoverageLookup.command(calling: name) {
      return places.first { $0.commands.contains(command) }?.name
    }
    let name = CoverageLookup.aliases[name] ?? name
    return places.first { $0.words.contains(name) }?.name
  }

  private static func place(_ name: String, _ lines: [String]) -> Place {
    let lines = lines.filter { !$0.hasPrefix("#") }.map { $0.replacing(#/^\w+> /#, with: "") }
    return Place(
      name: name, words: CoverageNames.words(of: lines.joined(separator: "\n")),
      commands: Set(lines.compactMap { $0.split(separator: " ").first.map(String.init) }))
  }
}
