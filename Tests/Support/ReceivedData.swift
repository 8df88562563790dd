import Sockets

extension Received {
  /// What a call received of `data`, from `address`.
  package init(data: [UInt8]?, address: SocketAddress? = nil) {
    self.init()
    (self.data, self.address) = (data, address)
  }
}
