import Testing

/// Records a failure. As `Issue.record`, but for a test that returns at once.
package func fail(_ comment: Comment, location: SourceLocation = #_sourceLocation) {
  Issue.record(comment, sourceLocation: location)
}
