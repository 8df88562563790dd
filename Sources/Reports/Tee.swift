import Runner
import SessionLanguage
import Sockets

/// Hands everything to one audience, and every step to one more listener first.
public final class Tee: Audience {
  public let audience: any Audience
  /// Called with each step before it is shown.
  public var listener: ((Step) -> Void)?
  /// Called with each note before it is shown.
  public var noteListener: ((Statement.Body) -> Void)?

  public init(_ audience: any Audience) { self.audience = audience }

  public var wantsChanges: Bool { audience.wantsChanges || listener != nil }

  public func show(_ step: Step) {
    listener?(step)
    audience.show(step)
  }

  public func begin(_ statement: Statement) { audience.begin(statement) }
  public func progress(source: String, line: Int, of lines: Int, steps: Int) {
    audience.progress(source: source, line: line, of: lines, steps: steps)
  }
  public func show(interim lines: [String]) { audience.show(interim: lines) }
  public func waitBegins() { audience.waitBegins() }
  public func show(note: Statement.Body) {
    noteListener?(note)
    audience.show(note: note)
  }

  public func show(_ event: Event) { audience.show(event) }
  public func show(returned exchange: Exchange, of job: String) { audience.show(returned: exchange, of: job) }
  public func show(_ refusal: Diagnostic, at place: Place, line: ArraySlice<UInt8>) { audience.show(refusal, at: place, line: line) }
  public func show(waiting call: Call, forecast: String?) { audience.show(waiting: call, forecast: forecast) }
  public func showInterruption() { audience.showInterruption() }
}
