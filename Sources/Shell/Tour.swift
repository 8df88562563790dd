import Runner
import Sockets

/// `tour`: the sessions that show what there is, part by part.
enum Tour {
  /// Its files, in order: those of the project that the program was built in, or of the current folder; empty elsewhere.
  static var files: [String] {
    var folder = Processes.ownProgram
    while let slash = folder.lastIndex(of: "/") {
      folder = String(folder[..<slash])
      let files = files(below: folder)
      if !files.isEmpty { return files }
    }
    return files(below: ".")
  }

  private static func files(below folder: String) -> [String] {
    let names = Folder.names(at: folder + "/Sessions/tour").filter { $0.hasSuffix(".session") }
    return names.sorted().map { "\(folder)/Sessions/tour/\($0)" }
  }
}

/// Waits for Enter where a part of the tour is over: before prose that comes after a step.
final class TourPauses: Report {
  let wantsChanges = false
  private var hasPlayed: Bool
  private let pause: () -> Void

  init(afterAnother hasPlayed: Bool, _ pause: @escaping () -> Void) {
    (self.hasPlayed, self.pause) = (hasPlayed, pause)
  }

  func take(_ record: Record) {
    switch record {
    case .step: hasPlayed = true
    case .note where hasPlayed:
      hasPlayed = false
      pause()
    default: break
    }
  }
}
