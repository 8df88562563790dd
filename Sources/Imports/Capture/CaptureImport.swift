import Packets
import SessionLanguage
import Text

/// Makes a session of one side of a connection that was captured.
package struct CaptureImport {
  private let stream: CapturedStream
  private let isClient: Bool

  /// - Parameters:
  ///   - number: Which stream of the file, counted from 0 as by tshark; TCP first. nil if there is only one.
  ///   - isClient: Whether the session is to play the side that began.
  /// - Throws: Why there is no such stream.
  package init(_ file: CaptureFile, stream number: Int?, isClient: Bool) throws(ImportProblem) {
    let streams = Self.streams(of: file)
    self.isClient = isClient
    guard !streams.isEmpty else {
      throw ImportProblem(
        "no connection of TCP and no datagram of UDP is in this capture", help: "wire FILE shows what is in it",
        korean: "이 캡처에는 TCP 연결도 UDP 데이터그램도 없습니다", koreanHelp: "wire FILE로 무엇이 들어 있는지 볼 수 있습니다")
    }
    guard let number = number ?? (streams.count == 1 ? 0 : nil) else {
      throw ImportProblem(
        "there are \(streams.count) streams in this capture: --stream N takes one", help: "",
        korean: "이 캡처에는 스트림이 \(streams.count)개 있습니다. --stream N으로 고르세요", koreanHelp: "")
    }
    guard streams.indices.contains(number) else {
      throw ImportProblem(
        "no stream \(number) is in this capture", help: "there are 0 to \(streams.count - 1)",
        korean: "이 캡처에는 \(number)번 스트림이 없습니다", koreanHelp: "0부터 \(streams.count - 1)까지 있습니다")
    }
    stream = streams[number]
    if stream.isRefused, !isClient {
      throw ImportProblem(
        "nothing listened at \(stream.server.text): it answered the SYN with RST, so there is no server to play",
        help: "--side client plays the one that was refused",
        korean: "\(stream.server.text)에는 연결을 기다리는 프로그램이 없었습니다. SYN에 RST로 답했으므로 재생할 서버가 없습니다",
        koreanHelp: "--side client로 거절된 쪽을 재생합니다")
    }
  }

  /// The connections of TCP, then the conversations of UDP.
  private static func streams(of file: CaptureFile) -> [CapturedStream] {
    let all = CapturedStream.all(of: file)
    return all.filter(\.isTCP) + all.filter { !$0.isTCP }
  }

  /// The streams of `file` as a table, with a heading; empty where it has none.
  package static func table(of file: CaptureFile) -> [[String]] {
    let rows = streams(of: file).enumerated().map { index, stream in
      [
        "\(index)", stream.isTCP ? "tcp" : "udp", stream.client.text, stream.server.text, "\(stream.sent)",
        "\(stream.received)",
      ]
    }
    return rows.isEmpty ? [] : [["N", "", "client", "server", "sent B", "received B"]] + rows
  }
}

// MARK: - The session

extension CaptureImport {
  /// - Parameter name: That of the file, as people read it.
  /// - Throws: That a part of what the side sends was not captured.
  package func session(name: String, observer: ImportStage.Observer = { _ in }) throws(ImportProblem) -> [UInt8] {
    var text = ImportedText()
    let (side, koreanSide) = isClient ? ("client", "클라이언트") : ("server", "서버")
    let shown = Literal.visible(name)
    text.heading("The \(side) of a connection in \(shown)", korean: "\(shown)에 있는 연결의 \(koreanSide)")
    text.prose("Made of a capture by sockplay import.", korean: "sockplay import가 캡처로 만들었습니다.")
    if stream.isRefused {
      text.prose("Nothing listened at {ADDRESS}.", korean: "{ADDRESS}에는 연결을 기다리는 프로그램이 없었습니다.")
    } else if isClient {
      text.prose(
        "The other end is a real server: --var ADDRESS=HOST:PORT plays it with one elsewhere.",
        korean: "상대는 진짜 서버입니다. --var ADDRESS=HOST:PORT로 다른 곳에 있는 서버를 씁니다.")
    } else {
      text.prose(
        "This is the server at {ADDRESS}: start its client while it waits.",
        korean: "이쪽은 {ADDRESS}의 서버입니다. 기다리는 동안 그 클라이언트를 시작하세요.")
      text.add("@timeout 60s")
    }
    text.add("@let ADDRESS = \(stream.server.text)")
    if !isClient, !stream.isTCP {
      text.prose("Its client must send from {CLIENT}.", korean: "클라이언트는 {CLIENT}에서 보내야 합니다.")
      text.add("@let CLIENT = \(stream.client.text)")
    }
    if isClient, stream.isTCP, !stream.isRefused { text.add("@needs {ADDRESS}") }
    text.blank()
    var turns = CaptureTurns(stream, isClient: isClient)
    for line in try turns.allLines() { text.add(line) }
    observer(.layout)
    return text.finished()
  }
}
