/// A session file that another one includes. The text of that one stays what it is: this hangs on its line.
package final class IncludedFile: Sendable {
  /// Its path, as errors have it.
  package let path: String
  package let file: SessionFile
  /// The lines that led to it: `a.session:3 includes b.session:1`.
  package let trail: String

  package init(_ file: SessionFile, path: String, trail: String) {
    (self.file, self.path, self.trail) = (file, path, trail)
  }
}
