import Handles
import SessionLanguage
import Sockets
import Text

// Buffers beyond what the kernel allows everybody: SO_SNDBUFFORCE and SO_RCVBUFFORCE, see socket(7).
extension HandleTable {
  private static let forcing = ["SO_SNDBUFFORCE", "SO_RCVBUFFORCE"]

  /// Refuses to set `option` of `handle` to `value`, at `span`, where all such buffers together could hold too much.
  func checkForcedBuffers(
    _ option: SocketOption, _ value: [UInt8], of handle: Handle?, at span: Span
  ) throws(Diagnostic) {
    guard Self.forcing.contains(option.symbol), let size = option.form.number(of: value) else { return }
    let others = all.lazy.filter(\.isOpen).flatMap { one in
      Self.forcing.filter { one !== handle || $0 != option.symbol }.compactMap { one.optionsSet[$0] }
    }
    let bytes = others.reduce(0) { $0 + (Int(numeral: $1) ?? 0) }
    guard bytes + size > limits.allData else { return }
    throw limits.exceeded(
      .data, "buffers beyond the kernel's limit would take too much memory", at: span,
      most: "at most \(Size.text(limits.allData)) together", advice: "SO_SNDBUF and SO_RCVBUF stay within its limit")
  }
}
