import Glibc

extension ConstantTable {
  /// The flags of open(2) that a line may give besides O_RDONLY.
  package static let openFlags = ConstantTable(
    "flag of open",
    [
      ("O_RDONLY", 0), ("O_DIRECTORY", O_DIRECTORY), ("O_NONBLOCK", O_NONBLOCK), ("O_CLOEXEC", O_CLOEXEC),
      ("O_NOFOLLOW", O_NOFOLLOW),
      // Swift cannot import it.
      ("O_PATH", 0o10_000_000),
    ])

  /// The flags of eventfd(2).
  package static let eventfdFlags = ConstantTable(
    "flag of eventfd", [("EFD_SEMAPHORE", 1), ("EFD_NONBLOCK", O_NONBLOCK), ("EFD_CLOEXEC", O_CLOEXEC)])

  /// The flags of timerfd_create(2).
  package static let timerfdFlags = ConstantTable(
    "flag of timerfd_create", [("TFD_NONBLOCK", O_NONBLOCK), ("TFD_CLOEXEC", O_CLOEXEC)])

  /// The flags of signalfd(2).
  package static let signalfdFlags = ConstantTable(
    "flag of signalfd", [("SFD_NONBLOCK", O_NONBLOCK), ("SFD_CLOEXEC", O_CLOEXEC)])

  /// The flags of memfd_create(2).
  package static let memfdFlags = ConstantTable("flag of memfd_create", [("MFD_CLOEXEC", 1)])
}
