/// A `struct sockaddr` in strace's words.
enum StraceAddress {
  /// As a card writes it, such as `{AF_INET 127.0.0.1:80}`; nil when `text` is no address.
  static func read(_ text: String) -> String? {
    if text.hasPrefix("{sa_family=AF_INET,"), let port = text.between("htons(", ")"),
      let host = text.between("inet_addr(\"", "\"")
    {
      return "{AF_INET \(host):\(port)}"
    }
    if text.hasPrefix("{sa_family=AF_INET6,"), let port = text.between("htons(", ")"),
      let host = text.between("AF_INET6, \"", "\"")
    {
      let scope = text.between("sin6_scope_id=", "}") ?? "0"
      return "{AF_INET6 [\(host)\(scope == "0" ? "" : "%\(scope)")]:\(port)}"
    }
    if let plain = plain(text) { return plain }
    if text == "{sa_family=AF_UNIX}" { return "{AF_UNIX unix:}" }
    return text.hasPrefix("{sa_family=AF_UNIX, sun_path=") ? path(text) : nil
  }

  /// An address of netlink(7), packet(7), vsock(7), or AF_UNSPEC.
  private static func plain(_ text: String) -> String? {
    if text.hasPrefix("{sa_family=AF_UNSPEC,") { return "{AF_UNSPEC unspec}" }
    if let port = text.between("nl_pid=", ","),
      let groups = text.between("nl_groups=", "}").flatMap({ UInt32($0.replacing("0x", with: ""), radix: 16) })
    {
      return "{AF_NETLINK netlink:\(port)\(groups == 0 ? "" : ":\(groups)")}"
    }
    if let type = text.between("sll_protocol=htons(", ")"),
      let name = text.between("sll_ifindex=if_nametoindex(\"", "\")") ?? text.between("sll_ifindex=", ",")
    {
      let type = String(type.prefix { $0 != " " })
      return "{AF_PACKET packet:\(name)\(type == "0" ? "" : ":" + (type == "0x88b5" ? "ETH_P_802_EX1" : type))}"
    }
    // Of one that is shorter than its struct, strace shows the bytes: the type, then the interface.
    if text.hasPrefix("{sa_family=AF_PACKET, sa_data="), let start = text.firstIndex(of: "\""),
      let end = text.lastIndex(of: "\""),
      case .bytes(let bytes, _)? = CText.bytes(String(text[start...end]), .strace), bytes.count > 6
    {
      let interfaces: [[UInt8]: String] = [[0, 0, 0, 0]: "any", [1, 0, 0, 0]: "lo"]
      let protocols: [[UInt8]: String] = [[0, 0]: "", [0x88, 0xb5]: ":ETH_P_802_EX1"]
      return
        "{AF_PACKET packet:\(interfaces[Array(bytes[2..<6])] ?? "other")\(protocols[Array(bytes[..<2])] ?? ":other")}"
    }
    if let context = text.between("svm_cid=", ","), let port = text.between("svm_port=", ",") {
      let contexts = ["VMADDR_CID_ANY": "any", "VMADDR_CID_LOCAL": "1", "VMADDR_CID_HOST": "2"]
      let number =
        port.hasPrefix("0x") ? UInt32(port.dropFirst(2), radix: 16).map { $0 == .max ? "any" : "\($0)" } : port
      return "{AF_VSOCK vsock:\(contexts[context] ?? context):\(number ?? port)}"
    }
    return nil
  }

  /// A UNIX domain address: a card escapes whatever is not plainly visible.
  private static func path(_ text: String) -> String? {
    guard let first = text.firstIndex(of: "\""), let last = text.lastIndex(of: "\"") else { return nil }
    guard case .bytes(let path, _)? = CText.bytes(String(text[first...last]), .strace) else { return nil }
    let shown = path.map {
      (0x21...0x7e).contains($0) && $0 != 0x5c
        ? String(UnicodeScalar($0)) : "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16)
    }
    return "{AF_UNIX unix:\(text.contains("sun_path=@") ? "@" : "")\(shown.joined())}"
  }
}
