import SessionLanguage

extension Command {
  static let record = Command(
    name: "record", group: .housekeeping,
    parameters: [
      Parameter("FILE", .file) { !$0.word.isEmpty && "off".hasPrefix($0.word) ? .words(["off"]) : .files(behind: "") }
    ],
    summary: "Write what happens from now on to FILE, until record off.",
    manual:
      "Every line is written when its step is done, so the file is complete at any moment. What the kernel chose (ports, descriptors) is written by name, so that the session can be played again. An existing file is never overwritten."
  ) { (arguments, _) throws(Diagnostic) in
    let path = try arguments.text(0)
    if path == "off" { return .request(.record(path: nil)) }
    try arguments.table.permit(.record(path: path), at: arguments.span(0))
    return .request(.record(path: path))
  }
}
