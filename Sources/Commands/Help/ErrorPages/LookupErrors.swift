extension ErrorPage {
  static let lookups = [getaddrinfo, getnameinfo]

  private static let noServer = CallError("EAI_AGAIN", "the name server gives no answer at the moment").unshown(
    "a file asks no name server; at a prompt it comes while the name server cannot be reached")
  private static let serverFailed = CallError("EAI_FAIL", "the name server says that it cannot answer").unshown(
    "a file asks no name server; the name server must be broken")
  private static let noMemory = CallError("EAI_MEMORY", "there is no memory left").unshown(
    "the C library gives it, in which no filter can answer")
  private static let system = CallError("EAI_SYSTEM", "a system call failed, and errno says why").unshown(
    "a call inside the C library must fail, where no filter can answer for a line")

  private static let getaddrinfo = ErrorPage(
    "getaddrinfo",
    errors: [
      CallError("EAI_ADDRFAMILY", "the host has no address of the family", .none, "getaddrinfo 127.0.0.1 80 AF_INET6"),
      noServer,
      CallError("EAI_BADFLAGS", "a flag is unknown", .none, "getaddrinfo 127.0.0.1 80 AI_NUMERICHOST|32768"),
      serverFailed,
      CallError("EAI_FAMILY", "the family is not supported", .none, "getaddrinfo 127.0.0.1 80 AF_UNIX"), noMemory,
      CallError("EAI_NODATA", "the host is known, and has no address").unshown(
        "a file asks no name server; at a prompt it takes a name without addresses"),
      CallError(
        "EAI_NONAME", "the host or the service is not known, or neither is named", .none, "getaddrinfo NULL NULL"),
      CallError(
        "EAI_SERVICE", "sockets of this type have no such service", .none, "getaddrinfo 127.0.0.1 no-such-service tcp"),
      CallError(
        "EAI_SOCKTYPE", "the type is not supported, or is not the protocol's", .none,
        "getaddrinfo 127.0.0.1 80 SOCK_DGRAM IPPROTO_TCP"),
      system,
    ])

  private static let getnameinfo = ErrorPage(
    "getnameinfo",
    errors: [
      noServer, CallError("EAI_BADFLAGS", "a flag is unknown", .none, "getnameinfo 127.0.0.1:80 NI_NUMERICHOST|16384"),
      serverFailed,
      CallError(
        "EAI_FAMILY", "the family of the address is not supported, or its length is wrong", .none,
        "getnameinfo unspec NI_NUMERICHOST"),
      noMemory,
      CallError("EAI_NONAME", "NI_NAMEREQD is set and the host has no name, or neither host nor service is asked for"),
      CallError("EAI_OVERFLOW", "the buffer for the host or the service is too short").unshown(
        "sockplay always gives the largest buffers that there may be (NI_MAXHOST, NI_MAXSERV)"), system,
    ])

  /// What `adopt` calls.
  static let adopting = [pidfdGetfd]

  private static let pidfdGetfd = ErrorPage(
    "pidfd_getfd", madeBy: ["adopt"],
    errors: [
      CallError("EBADF", "the process has no such descriptor").unshown(ofProcesses),
      CallError("EINVAL", "a flag is set, and none is defined").unshown(ofProcesses),
      CallError("EMFILE", "the process has reached its limit of descriptors (ulimit -n)").unshown(ofProcesses),
      .machineIsFull.unshown(ofProcesses),
      CallError("EPERM", "the process may not be debugged by this one (ptrace)").unshown(ofProcesses),
      CallError("ESRCH", "the process has ended").unshown(ofProcesses),
    ])

  private static let ofProcesses =
    "a file takes no descriptors of other processes; at a prompt adopt shows it where it comes"
}
