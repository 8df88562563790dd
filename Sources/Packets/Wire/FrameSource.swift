/// Where frames of a session are seen: the cable between its hosts, or loopback.
package protocol FrameSource: AnyObject {
  /// The frames that were seen since this was last asked, each once. It never waits.
  func takeFrames() -> [Frame]
  /// Whether nothing is on its way: whoever takes the frames now has all that was sent so far.
  var isQuiet: Bool { get }
  /// How many frames were not kept because too many came at once.
  var lost: Int { get }
}
