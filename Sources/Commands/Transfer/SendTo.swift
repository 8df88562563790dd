import Glibc
import SessionLanguage
import Sockets

extension Command {
  static let sendto = Command(
    name: "sendto", group: .transfer, parameters: [.handle, .data, .address, .flags],
    summary: "Send DATA as one datagram to ADDRESS.",
    korean: "DATA를 데이터그램 하나로 ADDRESS에 보냅니다.",
    manual:
      "Needs no connection. A socket without a local port gets one now. On a stream, ADDRESS is ignored or refused.",
    outputs: signalGiven,
    examples: [
      "socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "socket cli udp = fd",
      #"sendto cli "time?" {srv} = 5 [cli BOUND]"#,
    ],
    inC: CForm(.handle(0), .data(1), .address(4), .flags(3))
  ) { (arguments, table) throws(Diagnostic) in
    let id = try arguments.openHandle(0)
    let data = try arguments.data(1)
    let kind = id.kind
    let address = try arguments.receiver(2, of: id)
    let flags = try arguments.flags(3, from: .messageFlags)
    let descriptor = id.descriptor
    // A UNIX domain receiver's queue may be full, which poll does not report.
    let wait = kind.domain == .unix && flags == 0 ? Wait.unknown : .toSend(data.count, on: descriptor, flags)
    // A datagram without a connection changes nothing once its socket has a port. Whether a name of UNIX and a group of
    // multicast may be reached is asked of the machine each time.
    let isTransfer = kind.isUDP && id.endpoints.hasLocal && address.isInternet && !address.isMulticast
    return .call(
      Invocation(
        Call(
          "sendto", .sends, .descriptor(descriptor), .bytes(data), .length(data.count), .flags(flags), .address(address)
        ),
        on: id,
        wait: wait, isTransfer: isTransfer, alsoAffects: table.bound(to: address)
      ) { _ in
        address.withSockaddr { address, length in
          data.passed(pinned: flags & Int32(MSG_ZEROCOPY) != 0) {
            Glibc.sendto(descriptor, $0, data.count, flags, address, length)
          }
        }
      })
  }
}
