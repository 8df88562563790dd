import Fuzzing

// What libFuzzer calls for each input that it makes. Only `Scripts/soak` parser, dissector and import build this: the program
// around it is libFuzzer's own.

/// Reads a text, and ends the program with a trap when an answer is wrong. An input that begins with a NUL, as no text of
/// people does, is a capture file; those that begin with the next control characters are a log of strace, a packet, a packet
/// that is explained, and a capture that is imported, which takes three times as long as only to read it.
@_cdecl("LLVMFuzzerTestOneInput")
package func read(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  let problem =
    switch input.first {
    case 0: FuzzedPacket.problem(file: Array(input.dropFirst()))
    case 1: FuzzedImport.problem(log: Array(input.dropFirst()))
    case 2: FuzzedPacket.problem(packet: Array(input.dropFirst()), isExplained: false)
    case 3: FuzzedPacket.problem(packet: Array(input.dropFirst()), isExplained: true)
    case 4: FuzzedImport.problem(capture: Array(input.dropFirst()))
    default: FuzzedText.problem(input)
    }
  if let problem { fatalError(problem) }
  return 0
}
