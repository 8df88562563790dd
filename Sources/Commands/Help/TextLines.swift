import Sockets
import Text

/// The lines of a small text file.
package enum TextLines {
  private static let limit = 1 << 20

  /// None if the file cannot be read.
  package static func of(_ path: String) -> [[UInt8]] {
    let bytes = (try? FileBytes.read(path, limit: limit, refusesPipes: true)) ?? []
    return bytes.split(separator: UInt8(ascii: "\n")).map { Array($0.withoutCarriageReturn) }
  }
}
