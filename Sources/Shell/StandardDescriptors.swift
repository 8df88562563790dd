import Glibc

/// Descriptors 0, 1 and 2.
enum StandardDescriptors {
  /// Occupies those that were closed when the program started. Otherwise the first socket could become standard output,
  /// and its peer would receive the cards. They are opened in the wrong direction, so that using them fails as it
  /// should.
  static func occupy() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
