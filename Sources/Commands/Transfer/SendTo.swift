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
    byHand: ["len", "addrlen"],
    outputs: signalGiven,
    examples: [
      "socket srv udp = fd", "bind srv 127.0.0.1:0 = 0", "socket cli udp = fd",
      #"sendto cli "time?" {srv} = 5 [cli BOUND]"#,
    ],
    inC: CForm(.handle(0), .data(1), .address(4), .flags(3), withoutPointer: (4, "send"))
  ) { (arguments, table) throws(Diagnostic) in
    let target = try arguments.target(0)
    let data = try arguments.passedBytes(1, length: "len")
    let kind = target.kind
    let passed = try arguments.passedAddress(2, .receiver, of: target)
    let flags = try arguments.flags(3, from: .messageFlags)
    let descriptor = target.descriptor
    if flags & Int32(MSG_OOB) != 0 { table.noteUrgentData(on: target.handle) }
    // A UNIX domain receiver's queue may be full, which poll does not report.
    let mayBeFull = kind.domain == .unix && flags == 0
    let wait = mayBeFull || passed.isByHand ? Wait.unknown : .toSend(data.waiting, on: descriptor, flags)
    // A datagram without a connection changes nothing once its socket has a port. Whether a name of UNIX and a group of
    // multicast may be reached is asked of the machine each time.
    let isTransfer =
      kind.isUDP && target.handle?.endpoints.hasLocal == true && !passed.isByHand
      && passed.address.map { $0.isInternet && !$0.isMulticast } == true
    return .call(
      Invocation(
        Call(
          "sendto", .sends,
          [.descriptor(descriptor), data.argument, data.lengthArgument, .flags(flags)] + passed.arguments),
        on: target,
        wait: wait, isTransfer: isTransfer,
        alsoAffects: passed.isByHand ? nil : passed.address.flatMap { table.bound(to: $0) }
      ) { _ in
        passed.withSockaddr { address, length in
          data.passed(pinned: flags & Int32(MSG_ZEROCOPY) != 0) {
            Glibc.sendto(descriptor, $0, $1, flags, address, length)
          }
        }
      })
  }
}
