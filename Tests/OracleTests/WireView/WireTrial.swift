import Foundation
import Packets
import Support

/// Lines played on a wire that is watched: by sockplay, which tells segments and writes them to a file, and by dumpcap on
/// the interface of each host and at the cable's end of its link, or on loopback.
struct WireTrial {
  let lines: [String]
  let hasHosts: Bool

  /// Datagrams between which all is compared: what comes before dumpcap listens, or after the last line, is not.
  enum Mark: String { case start = "this is the start", end = "this is the end" }

  /// What came of it.
  struct Played {
    var told: [WireTold]
    var capture: CaptureFile
    let capturePath: String
    /// By the host whose interface it was; on loopback by `lo`.
    var witnesses: [String: CaptureFile]
    /// What dumpcap saw at the other end of each host's link.
    var cableEnds: [String: CaptureFile] = [:]
    let errors: String
  }

  static let isPossible =
    Program.find("dumpcap") != nil && Namespace.isPossible
    && (try? Program.run(
      ["-rmn", "sh", "-c", "ip link set lo up; dumpcap -q -P -a duration:1 -i lo -w /dev/null"],
      of: "/usr/bin/unshare"))?.code == 0

  /// Plays them in `folder`.
  /// - Parameter patience: How long dumpcap has to begin, in seconds.
  /// - Returns: nil where it has not begun.
  func played(in folder: URL, patience: Int = 2) throws -> Played? {
    let places = hasHosts ? ["client", "server"] : ["lo"]
    let ends = hasHosts ? places : []
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    let head =
      ["@timeout 150ms"]
      + (hasHosts ? ["host client 10.0.0.1 fd00::1", "host server 10.0.0.2 fd00::2"] : ["wire on"])
      + places.map { Self.dumpcap(hasHosts ? "eth0" : "lo", path($0), on: hasHosts ? $0 : nil) }
      + ends.map { Self.dumpcap($0, path("end-\($0)")) } + ["sleep \(patience)s"] + marks(.start)
    let options = ["--isolated", "--json", "--keep-going", "--allow", "programs", "--capture", path("own.pcapng")]
    let input = Array((head + lines + end).map { $0 + "\n" }.joined().utf8)
    let ended = try Program.run(options, input: input, limit: 150)
    guard (places + ends.map { "end-\($0)" }).allSatisfy({ FileManager.default.fileExists(atPath: path($0)) }) else {
      return nil
    }
    return Played(
      told: try WireTold.all(json: ended.output), capture: try Self.file(path("own.pcapng")),
      capturePath: path("own.pcapng"),
      witnesses: Dictionary(uniqueKeysWithValues: try places.map { ($0, try Self.file(path($0))) }),
      cableEnds: Dictionary(uniqueKeysWithValues: try ends.map { ($0, try Self.file(path("end-\($0)"))) }),
      errors: ended.errors)
  }

  private static func dumpcap(_ interface: String, _ path: String, on host: String? = nil) -> String {
    let name = URL(fileURLWithPath: path).lastPathComponent.replacing("-", with: "_")
    return "run as see_\(name) dumpcap -q -P -B 16 -i \(interface) -w \(path)" + (host.map { " on \($0)" } ?? "")
  }

  /// What is still held back arrives before the last ones. dumpcap writes twice a second.
  private var end: [String] { (hasHosts ? ["cable off"] : []) + ["sleep 400ms"] + marks(.end) + ["sleep 1500ms"] }

  /// One from each host.
  private func marks(_ mark: Mark) -> [String] {
    let ends = hasHosts ? [("client> ", "10.0.0.2:9"), ("server> ", "10.0.0.1:9")] : [("", "127.0.0.1:9")]
    return ends.enumerated().flatMap { index, end in
      ["\(end.0)socket \(mark)\(index) udp", "\(end.0)sendto \(mark)\(index) \"\(mark.rawValue)\" \(end.1)"]
    }
  }

  static func isMark(_ packet: Packet, _ mark: Mark) -> Bool {
    if case .udp = packet.transport { packet.data.elementsEqual(mark.rawValue.utf8) } else { false }
  }

  private static func file(_ path: String) throws -> CaptureFile {
    try CaptureFile(reading: [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
  }
}
