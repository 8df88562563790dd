import Commands
import Runner

/// `tour`: the sessions that show what there is, part by part.
enum Tour {
  /// Its files, in order; empty where the program does not have them.
  static var files: [String] { SessionLibrary.files(in: "tour") }
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
