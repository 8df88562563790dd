import Partners
import SessionLanguage
import Sockets

/// What a `peer` line asks for.
package enum PeerRequest: Sendable, Equatable {
  case list
  case start(WantedPartner)
  case run(WantedProgram)
  case stop(String, at: Span)
}

/// A server to practise with that is to be started.
package struct WantedPartner: Sendable, Equatable {
  package let partner: Partner
  /// The word that its kind takes, or nothing.
  package let argument: String
  /// The variable that gets its address.
  package let name: String
  package let address: SocketAddress
  /// Where its process is.
  package let network: Network
  /// Where the line names its kind.
  package let span: Span
}

/// A program of somebody else's that is to be started.
package struct WantedProgram: Sendable, Equatable {
  /// The program, and what it is told.
  package let words: [String]
  /// What its output is told with.
  package let name: String
  /// Where the line names it.
  package let span: Span
}
