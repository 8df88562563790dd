/// Where the frames of a session come from. They may come on any thread; the session's thread takes them.
package protocol FrameSource: AnyObject {
  /// The frames that were seen since the last call, in the order in which they passed.
  func takeFrames() -> [Frame]
  /// Whether no frame is known to be under way.
  var isQuiet: Bool { get }
  /// How many frames passed unseen, because there was no room for them.
  var lost: Int { get }
}
