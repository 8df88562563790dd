import Partners
import SessionLanguage
import Sockets

/// What a `peer` line asks for.
package enum PeerRequest: Sendable, Equatable {
  case list
  case start(WantedPartner)
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
