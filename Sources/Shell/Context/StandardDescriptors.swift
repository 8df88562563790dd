import Glibc
import Reports
import Sockets

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

  /// What was given as standard input, to be written to. From then on there is nothing to read.
  static func takeInput() -> Output {
    let given = Descriptors.outOfTheWay(0)
    let nothing = open("/dev/null", O_RDONLY)
    if nothing > 0 {
      dup2(nothing, 0)
      close(nothing)
    }
    return Output(descriptor: given)
  }
}
