import SessionLanguage

/// What a line expects of a call that the log has: its result and data.
struct ExpectedAnswer {
  /// With a blank before it; empty where nothing is expected.
  let text: String

  init(_ step: TracedStep, _ walk: StraceWalk, isStream: Bool) {
    let call = step.call
    guard let number = call.number else {
      text = ""
      return
    }
    if number < 0 {
      text = call.errno.map { " = -1 \($0)" } ?? " = -1"
    } else if !step.made.isEmpty, !call.traits.contains(.pairs) {
      text = " = fd"
    } else if call.traits.contains(.receives) {
      text = Self.received(call, number, isStream)
    } else {
      // What they read of a descriptor varies with the system.
      text = call.traits.contains(.resultVaries) && number > 0 ? "" : " = \(number)"
    }
  }

  private static func received(_ call: TracedCall, _ number: Int, _ isStream: Bool) -> String {
    if number == 0 { return isStream ? " = 0 EOF" : " = 0" }
    let buffers = call.parsed()?.arguments.dropFirst().flatMap(\.buffers) ?? []
    if call.traits.contains(.receivesSeveral) {
      let data = buffers.map { ImportedData.expected($0.bytes, isCut: $0.isCut) ?? "\"\"" }
      return ([" = \(number)"] + data.prefix(number)).joined(separator: " ")
    }
    let bytes = Array(buffers.flatMap(\.bytes).prefix(number))
    let data = ImportedData.expected(bytes, isCut: bytes.count < number)
    return ([" = \(number)"] + (data.map { [$0] } ?? [])).joined(separator: " ")
  }
}

extension CValue {
  /// The bytes of the buffers in it, in their order.
  fileprivate var buffers: [(bytes: [UInt8], isCut: Bool)] {
    switch kind {
    case .string(let word, let isCut):
      let bytes = word.segments.map { if case .quoted(let bytes) = $0 { bytes } else { [UInt8]() } }
      return [(Array(bytes.joined()), isCut)]
    case .list(let values): return values.flatMap(\.buffers)
    case .record(let fields):
      return fields.filter { ["iov_base", "msg_iov", "msg_hdr"].contains($0.name) }.flatMap(\.value.buffers)
    case .word, .call: return []
    }
  }
}
