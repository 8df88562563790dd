import Commands
import Sockets

// The errors of getaddrinfo and getnameinfo, from what they were asked for.
extension Reason {
  static let lookups: [String: @Sendable (Context) -> String?] = [
    "EAI_ADDRFAMILY": { $0.call.otherAddressFamily },
    "EAI_BADFLAGS": { $0.call.wrongLookupFlags },
    "EAI_FAMILY": { $0.call.familyWithoutNames },
    "EAI_NONAME": { $0.call.noName },
    "EAI_SERVICE": { $0.call.noService },
    "EAI_SOCKTYPE": { $0.call.noSuchType },
  ]
}

extension Call {
  /// The argument at `index` as it is written in C.
  private func inC(_ index: Int) -> String? {
    guard arguments.indices.contains(index), case .symbol(let text) = arguments[index] else { return nil }
    return text
  }

  private var host: String { inC(0) ?? "NULL" }
  private var service: String { inC(1) ?? "NULL" }

  /// A member of the hints of getaddrinfo, such as `ai_family`; nil where they are NULL.
  private func hint(_ member: String) -> String? {
    let members = inC(2)?.split { "{}, ".contains($0) } ?? []
    return members.first { $0.hasPrefix(member + "=") }.map { String($0.dropFirst(member.count + 1)) }
  }

  fileprivate var otherAddressFamily: String? {
    hint("ai_family").map { "\(host) has no address of the family that was asked for, \($0)" }
  }

  fileprivate var wrongLookupFlags: String? {
    guard name == "getaddrinfo" else { return inC(5).map { "\($0): not all of that are flags of getnameinfo" } }
    guard let flags = hint("ai_flags") else { return nil }
    return flags.contains("AI_CANONNAME") && host == "NULL"
      ? "AI_CANONNAME asks for the name of a host, and the host is NULL"
      : "\(flags): not all of that are flags of getaddrinfo"
  }

  fileprivate var familyWithoutNames: String? {
    guard name == "getaddrinfo" else {
      return address.map { "getnameinfo knows no names for addresses of the family \($0.familySymbol)" }
    }
    return hint("ai_family").map { "getaddrinfo finds addresses of AF_INET and AF_INET6, and \($0) was asked for" }
  }

  fileprivate var noName: String? {
    guard name == "getaddrinfo" else {
      return has("NI_NAMEREQD") ? "NI_NAMEREQD asks for a name, and none was found for \(address?.host ?? "it")" : nil
    }
    if host == "NULL", service == "NULL" { return "the host and the service are NULL: at least one must be given" }
    let flags = hint("ai_flags") ?? ""
    if flags.contains("AI_NUMERICHOST") { return "AI_NUMERICHOST is set, and \(host) is not an address in numbers" }
    if flags.contains("AI_NUMERICSERV") { return "AI_NUMERICSERV is set, and \(service) is not a port in numbers" }
    return "the C library found no address for \(host): in /etc/hosts, or with a name server"
  }

  fileprivate var noService: String? {
    let type = hint("ai_socktype").flatMap { $0 == "0" ? nil : " for \($0)" } ?? ""
    return
      "the C library found no service \(service)\(type): a port is written in numbers, or is a name of /etc/services"
  }

  fileprivate var noSuchType: String? {
    guard let type = hint("ai_socktype"), let transport = hint("ai_protocol") else { return nil }
    return transport == "0"
      ? "getaddrinfo knows no sockets of type \(type)" : "\(type) and \(transport) do not go together"
  }
}
