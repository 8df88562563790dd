import ArgumentParser
import Runner

/// Which roles of a file this process plays, and where it meets those that play the others.
struct RoleOptions: ParsableArguments {
  @Option(
    name: .customLong("role"),
    help: ArgumentHelp(
      "Play only the lines of ROLE: another process, started likewise, plays the others. Can be repeated.",
      valueName: "ROLE"))
  var roles: [String] = []

  @Option(
    name: .customLong("sync"),
    help: ArgumentHelp(
      """
      Where the processes meet: HOST:PORT, an address of one of the machines, or unix:PATH. Without it, those of one user \
      find each other on one machine.
      """, valueName: "ADDRESS"), transform: place)
  var place: SyncAddress?

  private static func place(_ text: String) throws -> SyncAddress {
    guard let place = SyncAddress(text) else {
      throw ValidationError("\(text) is not a place to meet, such as unix:/tmp/lesson or 10.0.0.1:7000")
    }
    return place
  }

  func validate() throws {
    if place != nil, roles.isEmpty { throw ValidationError("--sync needs --role, which says what this process plays") }
  }
}
