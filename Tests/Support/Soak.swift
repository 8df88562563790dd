import Foundation

/// How long tests go on that could go on for ever. `Scripts/soak` says it in the environment.
package enum Soak {
  /// How often something is done.
  ///
  /// - Parameters:
  ///   - kind: what, as in `SOCKPLAY_RACES`.
  ///   - usual: how often in a run of all tests.
  package static func count(_ kind: String, usual: Int) -> Int {
    ProcessInfo.processInfo.environment["SOCKPLAY_\(kind)"].flatMap { Int($0) } ?? usual
  }
}
