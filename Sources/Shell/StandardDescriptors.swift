import Glibc

/// Descriptors 0, 1 and 2.
enum StandardDescriptors {
  /// Occupies those that were closed when the program started. Otherwise the first socket would become standard output,
  /// and its peer receive the cards. They are opened the wrong way round, so that using them fails as it should.
  static func occupy() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }
}
