/// A file that another program reads of sockplay, such as a manual page.
package struct SharedFile: Sendable {
  /// Its place below a folder such as /usr/share.
  package let path: String
  package let text: String

  package init(_ path: String, _ text: String) { (self.path, self.text) = (path, text) }
}
