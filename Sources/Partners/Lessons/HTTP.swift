import Glibc
import Sockets

extension Partner {
  static let http = Partner(
    "http",
    "Serves the files of DIR over HTTP: GET and HEAD.",
    korean: "폴더 DIR의 파일을 HTTP로 보냅니다. GET과 HEAD만 됩니다.",
    argument: .folder,
    examples: [
      "socket c tcp = fd",
      "connect c {srv} = 0",
      #"sendall c "GET /none HTTP/1.1\r\nHost: {srv}\r\n\r\n" = *"#,
      #"recvuntil c "\r\n" = * "HTTP/1.1 404 Not Found\r\n""#,
    ]
  ) { server in
    let site = WebSite(server.argument)
    server.inThreads { client in
      var lines = ClientLines(client)
      if let request = WebRequest(&lines) {
        let answer = site.answer(to: request)
        client.say("\(request.first) → \(answer.status)")
        client.send(answer.bytes(withBody: request.method != "HEAD"))
      }
      client.close()
    }
  }
}

/// The head of a request, see RFC 9112.
private struct WebRequest {
  let first: String
  let method: String
  let target: String
  let version: String

  /// The most lines that a head may have.
  private static let most = 100

  /// nil if the client ends before the head does.
  init?(_ lines: inout ClientLines) {
    guard let line = lines.next() else { return nil }
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    first = String(line.unicodeScalars.filter { $0.value >= 0x20 && $0.value < 0x7f }.prefix(80).map(Character.init))
    method = words.first ?? ""
    target = words.count == 3 ? words[1] : ""
    version = words.count == 3 ? words[2] : ""
    for _ in 0..<Self.most {
      guard let line = lines.next() else { return nil }
      if line.isEmpty { return }
    }
  }
}

private struct WebAnswer {
  let status: String
  let type: String
  let body: [UInt8]

  init(_ status: String, type: String = "text/plain; charset=utf-8", body: [UInt8]? = nil) {
    (self.status, self.type) = (status, type)
    self.body = body ?? Array((status + "\n").utf8)
  }

  func bytes(withBody: Bool) -> [UInt8] {
    let head = [
      "HTTP/1.1 \(status)", "Date: \(Clock.nowInHTTP())", "Content-Type: \(type)", "Content-Length: \(body.count)",
      "Connection: close", "", "",
    ]
    return Array(head.joined(separator: "\r\n").utf8) + (withBody ? body : [])
  }
}

/// The files of a folder. Nothing outside it is sent, also not through a link.
private struct WebSite {
  private let folder: String?

  init(_ folder: String) { self.folder = Folder.real(folder) }

  func answer(to request: WebRequest) -> WebAnswer {
    guard ["GET", "HEAD"].contains(request.method), ["HTTP/1.0", "HTTP/1.1"].contains(request.version),
      request.target.hasPrefix("/")
    else { return WebAnswer("400 Bad Request") }
    let path = request.target.prefix { $0 != "?" }
    guard let folder else { return WebAnswer("500 Internal Server Error") }
    if let file = inside(folder, path + (path.hasSuffix("/") ? "index.html" : "")) { return answer(with: file) }
    guard path.hasSuffix("/"), let listed = inside(folder, String(path)) else { return WebAnswer("404 Not Found") }
    return WebAnswer("200 OK", type: Self.type(of: "index.html"), body: Array(Self.list(listed).utf8))
  }

  /// What is at `path` below `folder`; nil for what is not there, or not below it.
  private func inside(_ folder: String, _ path: String) -> String? {
    let found = Folder.real(folder + path)
    return found.flatMap { $0 == folder || $0.hasPrefix(folder == "/" ? folder : folder + "/") ? $0 : nil }
  }

  /// A page with the names in a folder that has no index.html.
  private static func list(_ folder: String) -> String {
    let names = Folder.names(at: folder).filter { !$0.hasPrefix(".") }.sorted()
    return "<!DOCTYPE html>\n<ul>\n" + names.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>\n"
  }

  private static func escaped(_ name: String) -> String {
    name.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// The most bytes of a file that is sent.
  private static let longest = 16 << 20

  private func answer(with path: String) -> WebAnswer {
    // A FIFO must not hold the thread forever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return WebAnswer(errno == ENOENT ? "404 Not Found" : "500 Internal Server Error") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return WebAnswer("500 Internal Server Error") }
    guard status.st_mode & S_IFMT == S_IFREG else { return WebAnswer("404 Not Found") }
    var body: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65536)
    while body.count <= Self.longest {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { return WebAnswer("500 Internal Server Error") }
      if count == 0 { return WebAnswer("200 OK", type: Self.type(of: path), body: body) }
      body += buffer.prefix(count)
    }
    return WebAnswer("500 Internal Server Error")
  }

  private static func type(of path: String) -> String {
    let types = [
      "html": "text/html; charset=utf-8", "txt": "text/plain; charset=utf-8", "css": "text/css", "png": "image/png",
      "jpg": "image/jpeg", "js": "text/javascript", "json": "application/json",
    ]
    return path.split(separator: ".").last.flatMap { types[String($0)] } ?? "application/octet-stream"
  }
}
