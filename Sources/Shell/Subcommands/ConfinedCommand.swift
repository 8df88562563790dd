import ArgumentParser
import Isolation
import Sockets

/// `sockplay confined`: the process that holds such a program, see `ConfinedStart`.
struct Confined: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confined", abstract: "Hold a program in namespaces of its own.", shouldDisplay: false)

  @Option var submission: String?
  @Option var hide: [String] = []
  @Option var share: [String] = []
  @Option var memory: Int
  @Option var processes: Int
  @Option var disk: Int
  @Option var output: Int
  @Option var seconds: Int

  func run() throws {
    var confinement = Confinement()
    (confinement.submission, confinement.hidden, confinement.shared) = (submission, hide, share)
    (confinement.limits.memory, confinement.limits.processes) = (memory, processes)
    (confinement.limits.disk, confinement.limits.output, confinement.limits.seconds) = (disk, output, seconds)
    let control = Descriptors.outOfTheWay(0), kept = MemoryFile(given: Descriptors.outOfTheWay(1))
    throw Ended(code: ConfinedStart(confinement, control: control, output: kept).run())
  }
}
