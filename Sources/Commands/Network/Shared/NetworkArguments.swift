import Glibc
import SessionLanguage
import Sockets

// Words of commands that change the network of an isolated session.
extension Arguments {
  /// `add` or `delete`.
  func adds(_ index: Int) throws(Diagnostic) -> Bool {
    let text = try text(index)
    guard ["add", "delete"].contains(text) else {
      throw .invalid("action", text, at: span(index), label: "add or delete")
    }
    return text == "add"
  }

  /// An IP address, or one with its prefix length.
  func prefix(_ index: Int) throws(Diagnostic) -> IPPrefix {
    guard index < count else { throw .missing("an address", at: span(index), example: "192.0.2.0/24") }
    let text = try text(index)
    if let prefix = IPPrefix(text) { return prefix }
    throw .invalid("network", text, at: span(index), label: "such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32")
  }

  /// The name and the index of an interface.
  func interface(_ index: Int) throws(Diagnostic) -> (name: String, index: UInt32) {
    guard index < count else { throw .missing("an interface", at: span(index), example: "dev lo") }
    let name = try text(index)
    let number = if_nametoindex(name)
    guard number > 0 else {
      throw .unknown("interface", name, at: span(index), among: Interface.all().map(\.name))
    }
    return (name, number)
  }
}
