import Glibc
import Sockets

// Arguments that depend on what the call is.
extension CArguments {
  /// What the kernel fills, or what is filled beforehand.
  mutating func fill(_ text: String) {
    switch call.call.shape {
    case .pair: use(.pair)
    case .request: request(text)
    case .names: use(.names)
    case .offsets: list.append("&(off_t){\(text.trimmingBrackets)}")
    default: room(text)
    }
  }

  /// The third argument of ioctl.
  private mutating func request(_ text: String) {
    let request = call.call.request
    switch request?.form {
    case .time: use(.time)
    case .interface, .interfaceName:
      // {ifr_name="lo"}, {ifr_ifindex=1}
      let members = text.members.map { ".\($0.name) = \($0.value)" }
      before.append("ifr = (struct ifreq){\(members.joined(separator: ", "))};")
      use(.interface)
    default: use(.number)
    }
  }

  /// The room for an address or a value, and its length: `addr, [-1]`.
  private mutating func room(_ text: String) {
    let parts = text.split(separator: ", ").map(String.init)
    guard parts.count == 2 else { return list.append("0") }
    for (index, part) in parts.enumerated() {
      if let pointer = WrongPointer(inC: part) {
        let name = pointer == .null ? "nothing" : "nowhere"
        helpers.insert(name)
        list.append(name)
      } else if index == 0 {
        let local = call.call.shape == .option ? CLocal.option : .sender
        locals.insert(local)
        list.append(local.arguments[0])
      } else {
        list.append("&(socklen_t){\(part.trimmingBrackets)}")
      }
    }
  }

  /// A structure that a symbol shows; nil for any other symbol.
  mutating func structure(_ symbol: String) -> String? {
    switch call.call.shape {
    case .lookUp where symbol.hasPrefix("{"):
      let named = symbol.members.filter { $0.value != "0" }.map {
        ".\($0.name) = \($0.value.replacing("|", with: " | "))"
      }
      return "&(struct addrinfo){\(named.joined(separator: ", "))}"
    case .lookUp where symbol == CLocal.foundList:
      locals.insert(.found)
      return "&found"
    case .lookUp where symbol.hasPrefix("\""), .names where symbol == "service": return symbol
    case .limit where symbol.hasPrefix("{"): return symbol.member("rlim_cur")
    case .capability:
      return symbol.firstMatch(of: /1<<(\w+)/).map { "\($0.1), \(symbol.contains("|=") ? 1 : 0)" }
    case .signals where symbol.hasPrefix("["):
      helpers.insert("signals")
      let words = symbol.trimmingBrackets.split { $0 == " " || $0 == "," }
      let names = words.map { $0.hasPrefix("SIG") ? "\($0)" : "SIG\($0)" }
      return "signals((int[]){\((names + ["0"]).joined(separator: ", "))})"
    case .offsets where symbol.hasPrefix("["): return "&(off_t){\(symbol.trimmingBrackets)}"
    case .request where symbol.hasPrefix("["):
      let number = symbol.trimmingBrackets
      return "&(int){\(call.call.process(number) ?? number)}"
    default: return symbol.hasPrefix("\"") ? symbol : nil
    }
  }
}

extension Call {
  /// This process, where `number` is that of its own process.
  func process(_ number: Int) -> String? { takesProcess && number == Int(getpid()) ? "getpid()" : nil }

  /// As above, for a number that is shown as text.
  func process(_ number: String) -> String? { Int(number).flatMap { process($0) } }

  private var takesProcess: Bool {
    if shape == .process || request?.form == .newOwner { return true }
    return arguments.contains {
      if case .symbol(let symbol) = $0 { DescriptorCommand.named(symbol)?.value == .owner } else { false }
    }
  }

  /// The request of ioctl; nil for any other call.
  var request: IORequest? {
    guard shape == .request, arguments.count > 1, case .symbol(let symbol) = arguments[1] else { return nil }
    return IORequest.named(symbol)
  }
}

extension CHelper {
  static let requests = [
    CHelper(
      "nowhere", [],
      """
      /* A pointer that leads nowhere: the kernel answers EFAULT. No compiler is to know what it is. */
      static void *volatile nowhere = (void *)0xdead0000;
      """),
    CHelper(
      "nothing", ["stddef.h"],
      """
      /* NULL. No compiler is to know that. */
      static void *volatile nothing = NULL;
      """),
    CHelper(
      "expect_lookup", ["netdb.h", "stdio.h", "stdlib.h"],
      """
      /* Checks what the C library returned for a name. */
      static void expect_lookup(int result, int expected, const char *what)
      {
          if (result == expected)
              return;
          fprintf(stderr, "%s: %s\\n", what, result ? gai_strerror(result) : "it was found");
          exit(EXIT_FAILURE);
      }
      """),
    CHelper(
      "set_limit", ["sys/resource.h"],
      """
      /* Sets a limit of this process, as far as its hard limit allows. */
      static int set_limit(int resource, rlim_t number)
      {
          struct rlimit limit;
          if (getrlimit(resource, &limit) == -1)
              return -1;
          limit.rlim_cur = number;
          return setrlimit(resource, &limit);
      }
      """),
    CHelper(
      "set_capability", ["linux/capability.h", "sys/syscall.h", "unistd.h"],
      """
      /* Drops or raises a capability of this thread. The C library has no function for that. */
      static int set_capability(int capability, int raise)
      {
          struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
          struct __user_cap_data_struct data[2];
          if (syscall(SYS_capget, &header, data) == -1)
              return -1;
          if (raise)
              data[capability / 32].effective |= 1u << capability % 32;
          else
              data[capability / 32].effective &= ~(1u << capability % 32);
          return syscall(SYS_capset, &header, data);
      }
      """),
    CHelper(
      "open_process", ["sys/syscall.h", "unistd.h"],
      """
      /* A descriptor of a process. Older C libraries have no function for that. */
      static int open_process(pid_t process, unsigned flags)
      {
          return syscall(SYS_pidfd_open, process, flags);
      }
      """),
    CHelper(
      "send_file", ["errno.h", "fcntl.h", "sys/sendfile.h", "unistd.h"],
      """
      /* Sends from a file: opens it, and closes it. */
      static ssize_t send_file(int fd, const char *path, off_t *offset, size_t count)
      {
          int file = open(path, O_RDONLY);
          if (file == -1)
              return -1;
          ssize_t sent = sendfile(fd, file, offset, count);
          int error = errno;
          close(file);
          errno = error;
          return sent;
      }
      """),
    CHelper(
      "signals", ["signal.h"],
      """
      /* A set of signals, which end with 0. */
      static sigset_t *signals(const int *list)
      {
          static sigset_t set;
          sigemptyset(&set);
          while (*list != 0)
              sigaddset(&set, *list++);
          return &set;
      }
      """),
  ]
}
