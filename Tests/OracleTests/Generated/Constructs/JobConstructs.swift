extension Construct {
  static let job = Construct(8) { $0.inBackground() }
  static let collection = Construct(6) { $0.collect() }
}

extension GeneratedSession {
  fileprivate mutating func inBackground() {
    guard let one = handle(where: { $0.isSocket }) else { return }
    if one.role == .listener {
      if isImpatient(one) { return }
      let end = add("a", one.kind, .connected)
      put("accept \(one.name) \(end.name) &")
      return jobs.append(end.name)
    }
    guard mayAwait(one) else {
      if !isImpatient(one), let line = bulk(one) { put(line) }
      return
    }
    jobs.append(one.name)
    if chance(1, in: 8), let line = bulk(one) { return put(line) }
    put(
      oneOf([
        "recv \(one.name) 64 &", "recvfrom \(one.name) 64 &", "recvall \(one.name) 5 &",
        #"recvuntil \#(one.name) "\r\n" &"#, "sendall \(one.name) fill:300K &", "recvmsg \(one.name) 64 &",
        "readv \(one.name) 2 64 &",
      ]))
  }

  fileprivate mutating func collect() {
    if jobs.isEmpty { return }
    let index = number(0...jobs.count - 1)
    let job = jobs[index]
    if chance(2, in: 3) { jobs.remove(at: index) }
    put("\(oneOf(["wait", "wait", "cancel", "cancel", "fg"])) \(chance(1, in: 10) ? "any" : job)")
  }
}
