import Runner

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

/// Waits for Enter in a lesson: after prose, which may ask something, before the lines that answer it, and before anything
/// scrolls off the screen.
final class LessonPauses: Report {
  let wantsChanges = false
  private let isFull: () -> Bool
  private let pause: () -> Void
  private var hasProse = false

  /// - Parameters:
  ///   - isFull: Whether there is hardly room for another card.
  ///   - pause: Shows the prose, and waits.
  init(isFull: @escaping () -> Bool, _ pause: @escaping () -> Void) { (self.isFull, self.pause) = (isFull, pause) }

  func take(_ record: Record) {
    switch record {
    case .note: hasProse = true
    case .line(let statement) where !statement.isDirective && (hasProse || isFull()):
      hasProse = false
      pause()
    default: break
    }
  }
}
