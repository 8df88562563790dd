import Fuzzing

// What libFuzzer calls for each input that it makes. Only `Scripts/soak parser` and `Scripts/soak dissector` build this: the
// program around it is libFuzzer's own.

/// Reads a text, and ends the program with a trap when an answer is wrong. An input that begins with a NUL, as no text of
/// people does, is a packet and a capture file.
@_cdecl("LLVMFuzzerTestOneInput")
package func read(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  let problem = input.first == 0 ? FuzzedPacket.problem(Array(input.dropFirst())) : FuzzedText.problem(input)
  if let problem { fatalError(problem) }
  return 0
}
