import Fuzzing

// What libFuzzer calls for each text that it makes. Only `Scripts/soak parser` builds this: the program around it is
// libFuzzer's own.

/// Reads a text, and ends the program with a trap when an answer is wrong.
@_cdecl("LLVMFuzzerTestOneInput")
package func read(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let text = Array(UnsafeBufferPointer(start: bytes, count: count))
  if let problem = FuzzedText.problem(text) { fatalError(problem) }
  return 0
}
