import Sockets

/// Writes a program in C.
struct CProgram {
  private let program: Program
  private let names: [String]
  private var main: CBody
  /// The function of each job.
  private var calls: [(job: Int, body: CBody, text: String)] = []

  init(_ program: Program) {
    self.program = program
    var variables = ProgramNames(reserved: ReservedCWord.reserved)
    let names = program.handles.map { variables.variable($0.name) }
    self.names = names
    main = CBody(program, names: names)
    defer { main.putProse() }
    for item in program.items {
      main.add(item)
      guard case .begin(let call, let job) = item.kind else { continue }
      var body = CBody(program, names: names)
      let text = body.expression(call, buffer: "buf\(job)")
      calls.append((job, body, text))
    }
  }

  /// The whole file.
  var text: String {
    let parts = [opening, includes, constants, helpers, shared, functions, mainFunction].filter { !$0.isEmpty }
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  /// The lines of its main function, without what is around them.
  var body: [String] { main.lines }

  /// Whether that function calls the helper `name` itself.
  func calls(_ name: String) -> Bool { main.helpers.contains(name) }

  /// What that function declares first.
  var declarations: [String] { main.declarations }

  private var opening: [String] {
    let title = program.title.map { [$0, ""] } ?? []
    let isolated = program.isolation(for: "./a.out")
    let link = program.jobs > 0 ? " -pthread" : ""
    let made = ["Made by sockplay of \(program.source). To build it:", "cc -Wall -Wextra\(link) FILE.c"]
    return CLiteral.block(title + made + isolated)
  }

  private var bodies: [CBody] { [main] + calls.map(\.body) }

  /// The helpers that are called, in their order.
  var called: [CHelper] {
    var wanted = bodies.reduce(into: Set<String>()) { $0.formUnion($1.helpers) }
    var rest = Array(wanted)
    while let name = rest.popLast() {
      for need in CHelper.named(name)?.needs ?? [] where wanted.insert(need).inserted { rest.append(need) }
    }
    return CHelper.all.filter { wanted.contains($0.name) }
  }

  private var includes: [String] {
    var headers = Set(called.flatMap(\.headers)).union(["signal.h"])
    for body in bodies { headers.formUnion(body.headers.union(body.declaredHeaders)) }
    return ["#define _GNU_SOURCE"] + headers.sorted().map { "#include <\($0)>" }
  }

  private var constants: [String] {
    let used = bodies.reduce(into: Set<String>()) { $0.formUnion($1.youngConstants) }
    return CSymbol.young.filter { used.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { name, number in
      ["#ifndef \(name)", "#define \(name) \(number)", "#endif"]
    }
  }

  private var helpers: [String] { [called.map(\.text).joined(separator: "\n\n")].filter { !$0.isEmpty } }

  /// What threads and the main function share.
  private var shared: [String] {
    var lines: [String] = []
    var seen: Set<String> = []
    for handle in program.handles.indices where program.isShared(handle) && seen.insert(names[handle]).inserted {
      if program.isUsed(handle) { lines.append("static int \(names[handle]);") }
      switch program.handles[handle].asked {
      case .ipv4?: lines.append("static struct sockaddr_in \(names[handle])_addr;")
      case .ipv6?: lines.append("static struct sockaddr_in6 \(names[handle])_addr;")
      case .unix?:
        lines += ["static struct sockaddr_un \(names[handle])_addr;", "static socklen_t \(names[handle])_length;"]
      default: break
      }
    }
    for (job, body, _) in calls {
      lines.append("static struct job job\(job);")
      lines += body.buffers.map { "static char buf\(job)[\($0)];" }
    }
    return lines.isEmpty ? [] : ["/* What the threads share. */"] + lines
  }

  private var functions: [String] {
    let texts = calls.map { job, body, text in
      let lines = body.declarations.filter { !$0.contains(" buf[") } + body.lines
      let last = "    return keep(&job\(job), \(text));"
      return (["static void *call\(job)(void *unused)", "{"] + lines + ["    (void)unused;", last, "}"])
        .joined(separator: "\n")
    }
    return texts.isEmpty ? [] : [texts.joined(separator: "\n\n")]
  }

  private var mainFunction: [String] {
    ["int main(void)", "{"] + main.declarations
      + [
        "", "    /* A send to a closed connection fails with EPIPE, and does not end the program. */",
        "    signal(SIGPIPE, SIG_IGN);",
      ] + main.lines + ["", "    return 0;", "}"]
  }
}

extension CBody {
  /// The room that its call needs.
  var buffers: [Int] { locals.compactMap { if case .buffer(let size) = $0 { max(size, 1) } else { nil } } }
}
