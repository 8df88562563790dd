import SessionLanguage
import Text

/// sockplay-session(5): the lines of a session file, from the declarations of the commands and the topics of help.
package enum SessionManual {
  package static let name = "sockplay-session"

  package static func page(version: String) -> String {
    var page = Roff(name, section: 5, version: version)
    page.name(name, "session files of sockplay, and the lines of its prompt")
    page.section("Description")
    page.paragraph(
      "A session file is a text in UTF-8 with a command on each line, as it is typed at sockplay's prompt. Its first line "
        + "is \(Keyword.header). After a command may stand what its call must return, and in brackets the states that must "
        + "be reached. sockplay replay plays a file on the screen, sockplay check plays it quietly and says what did not "
        + "hold, and record at the prompt writes one.")
    page.section("Example")
    page.block(example)
    topics(&page)
    page.section("Commands")
    for group in Command.Group.allCases {
      page.subsection(group.title(in: .english))
      for command in Command.all where command.group == group { add(command, &page) }
    }
    page.section("See also")
    page.paragraph("sockplay(1), socket(2), tcp(7), udp(7), unix(7)")
    return page.text
  }

  private static let example = [
    Keyword.header,
    "## The end of a connection",
    "@timeout 2s",
    "server> socket srv tcp             = fd",
    "server> bind srv 127.0.0.1:0       = 0       [srv BOUND]",
    "server> listen srv 5               = 0       [srv LISTEN]",
    "client> socket cli tcp             = fd",
    "client> connect cli {srv}          = 0       [cli ESTABLISHED]",
    "server> accept srv conn            = fd",
    "client> send cli \"ping\"            = 4",
    "server> recv conn 64               = 4 \"ping\"",
    "client> close cli                  = 0       [cli FIN_WAIT2, conn CLOSE_WAIT]",
    "server> recv conn 64               = 0 EOF",
  ]

  private static func topics(_ page: inout Roff) {
    for topic in Topic.all {
      page.section(topic.name.replacing("-", with: " "))
      page.block(topic.listing(in: .english).lines.flatMap { WordWrap.lines($0, width: width) })
    }
  }

  /// The columns that a page has on a terminal of 80, beside man's indentation.
  private static let width = 72

  private static func add(_ command: Command, _ page: inout Roff) {
    page.term(command.synopsis, command.summary(in: .english))
    for paragraph in Manual.paragraphs(command.manual) {
      if paragraph.hasPrefix(" ") {
        page.block(WordWrap.lines(paragraph, width: width - 8), indented: true)
      } else {
        page.more(paragraph)
      }
    }
    if let outputs = command.outputs { page.more("Output: \(outputs)") }
    page.block(command.examples.map { "  " + $0 }, indented: true)
  }
}
