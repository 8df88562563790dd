import SessionLanguage
import Sockets

/// A command that is being run, in the line that it stands in.
public struct Cause: Sendable {
  private let command: CommandLine
  private let line: ArraySlice<UInt8>

  public init(_ command: CommandLine, in line: ArraySlice<UInt8>) {
    self.command = command
    self.line = line
  }

  /// The command as typed, without a role before it and expectations behind it.
  public var text: String {
    var typed = command.typed(in: line)
    while typed.last == 0x20 || typed.last == 0x09 { typed.removeLast() }
    return String(decoding: typed, as: UTF8.self)
  }
}

extension CommandLine {
  /// The part of LINE that is the command itself, without role and expectation.
  public func typed(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    line[line.startIndex + words[0].span.lowerBound..<line.startIndex + end]
  }
}

/// A change of a socket's state, as it was seen.
public struct Passage: Sendable {
  public let from: SocketState
  public let to: SocketState
  /// When it was seen, in nanoseconds of the monotonic clock.
  public let moment: Int64
  /// The command that ran when it was seen; nil when it came by itself.
  public internal(set) var cause: Cause?
}
