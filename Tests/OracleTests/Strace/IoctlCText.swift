import Handles

/// The arguments of ioctl and fcntl: strace spells structures out, where cards write what is in them.
enum IoctlCText {
  static func values(_ arguments: [String], _ dialect: CText.Dialect) -> [Value] {
    let descriptor = String(arguments[0].prefix { $0.isNumber })
    guard arguments.count > 2 else { return [.word(descriptor), .word(symbol(arguments[1]))] }
    return [.word(descriptor), .word(symbol(arguments[1])), value(arguments[2])]
  }

  /// Requests that have several names are one number.
  private static func symbol(_ text: String) -> String {
    ["SIOCINQ": "FIONREAD", "SIOCOUTQ": "TIOCOUTQ", "SIOCGSTAMP_OLD": "SIOCGSTAMP"][text] ?? text
  }

  private static func value(_ text: String) -> Value {
    // strace shows memory that it does not know, or that a call left as it was, by its address.
    if text.hasPrefix("0x7") || text == "arg" || text.hasPrefix("{tv_sec=") { return .any }
    let address = /\{sa_family=AF_INET, sin_port=htons\(0\), sin_addr=inet_addr\("([^"]*)"\)\}/
    let hardware = /\{sa_family=ARPHRD_\w+, sa_data=([0-9a-f:]+)\}/
    let short = text.replacing(address) { "\($0.1)" }.replacing(hardware) { "\($0.1)" }
    return .word(short.replacing("FASYNC", with: "O_ASYNC").split(separator: "|").sorted().joined(separator: "|"))
  }
}

extension Traced {
  /// sockatmark is the request SIOCATMARK in the kernel; what that gives is the C function's result.
  var sockatmark: Traced {
    guard name == "ioctl", arguments.count == 3, arguments[1] == "SIOCATMARK" else { return self }
    return Traced(
      thread: thread, name: "sockatmark", arguments: [arguments[0]],
      result: result == 0 ? Int(arguments[2].dropFirst().dropLast()) : result,
      errno: errno, place: place, madeInode: madeInode, note: note, start: start, end: end)
  }

  /// The C library asks for an owner with F_GETOWN_EX, which tells a group from a process without a sign.
  var owner: Traced {
    guard name == "fcntl", arguments.count == 3, arguments[1] == "F_GETOWN_EX", result == 0,
      let number = arguments[2].between("pid=", "}").flatMap({ Int($0) })
    else { return self }
    return Traced(
      thread: thread, name: name, arguments: [arguments[0], "F_GETOWN"],
      result: arguments[2].contains("PGRP") ? -number : number,
      errno: nil, place: place, madeInode: nil, note: note, start: start, end: end)
  }
}
