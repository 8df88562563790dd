extension Construct {
  static let duplication = Construct(6) { $0.duplicate() }
  static let closing = Construct(8) { $0.close() }
  static let shutdown = Construct(5) { $0.shutDown() }
}

extension GeneratedSession {
  fileprivate mutating func duplicate() {
    guard let old = handle() else { return }
    put("dup \(old.name) \(add("d", old.kind, old.role, of: old).name)")
  }

  fileprivate mutating func close() {
    guard let one = handle() else { return }
    forget(one.name)
    noteClosing(one)
    put("\(one.isTCP && chance(1, in: 6) ? "reset" : "close") \(one.name)")
  }

  fileprivate mutating func shutDown() {
    guard let one = handle(where: { $0.isSocket }) else { return }
    put("shutdown \(one.name) \(oneOf(["wr", "wr", "rd", "rdwr"]))")
  }
}
