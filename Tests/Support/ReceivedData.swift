import Sockets

extension Received {
  /// What a call received of DATA, from ADDRESS.
  package init(data: [UInt8]?, address: SocketAddress? = nil) {
    self.init()
    (self.data, self.address) = (data, address)
  }
}
