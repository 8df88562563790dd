import ArgumentParser
import Glibc
import Partners
import Reports
import Runner
import SessionLanguage
import Sockets
import Text

/// `sockplay peer`: a server to practise with.
struct Peer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "peer", abstract: "Be a server to practise with.",
    discussion: Partner.all.map { "\($0.kind)\($0.argument.map { " \($0.rawValue)" } ?? ""): \($0.summary)" }
      .joined(separator: "\n"))

  @Flag(help: .hidden)
  var endsWithInput = false

  @Option(name: .customLong("lang"), help: "The language of what it says: en or ko. Otherwise that of the locale.")
  var language: Language?

  @ArgumentParser.Argument(help: "What kind of server.", completion: .list(Partner.all.map(\.kind)))
  var kind: String

  @ArgumentParser.Argument(
    help:
      "http: the folder that it serves; forward: the address that it passes on to. Then its own address; 127.0.0.1 with a free port if there is none."
  )
  var words: [String] = []

  func run() throws {
    guard let partner = Partner.named(kind) else {
      throw ValidationError(
        "unknown kind of server: \(kind); there are \(Partner.all.map(\.kind).joined(separator: ", "))")
    }
    var words = words[...]
    var argument = ""
    if let wanted = partner.argument {
      guard let word = words.popFirst() else { throw ValidationError("\(wanted.rawValue) is missing") }
      if wanted == .address { _ = try Self.address(word) }
      argument = word
    }
    let address = try Self.address(words.popFirst() ?? "127.0.0.1:0")
    guard words.isEmpty else { throw ValidationError("too many words: \(words.joined(separator: " "))") }
    do throws(PartnerServer.Failure) {
      try PartnerServer.run(
        partner, argument: argument, at: address, language: language ?? RunContext.localeLanguage,
        endsWithInput: endsWithInput)
    } catch {
      Output(descriptor: Output.standardError).write(
        "sockplay: \(error.call): \(error.errno.symbol) (\(error.errno.text))\n")
      throw Ended(code: Verdict.couldNotRun.rawValue)
    }
  }

  private static func address(_ text: String) throws(ValidationError) -> SocketAddress {
    guard let address = try? SocketAddress(text: text, for: .ipv4), address.isInternet else {
      throw ValidationError("invalid address: \(text); write HOST:PORT, such as 127.0.0.1:12345 or [::1]:12345")
    }
    return address
  }
}
