/// Words that no variable of a C program may be called.
enum ReservedCWord {
  static let reserved: Set<String> = {
    let words = [keywords, library, own].joined().flatMap { $0.split(separator: " ").map(String.init) }
    return Set(words).union(CHelper.all.map(\.name))
  }()

  private static let keywords: [String] = [
    "auto break case char const continue default do double else enum extern float for goto if inline int long register",
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while asm typeof",
    "bool true false nullptr thread_local alignas alignof constexpr static_assert main",
  ]

  /// Functions, types and macros of the headers that may be included.
  static let library: [String] = [
    "unix linux errno stdin stdout stderr environ NULL EOF BUFSIZ RAND_MAX EXIT_SUCCESS EXIT_FAILURE",
    "socket socketpair bind listen accept accept4 connect send recv sendto recvfrom sendmsg recvmsg shutdown close dup",
    "dup2 dup3 pipe pipe2 read write readv writev pread pwrite poll ppoll select pselect fcntl ioctl open signal raise kill",
    "getsockname getpeername setsockopt getsockopt sockatmark isfdtype sigaction alarm pause sleep usleep nanosleep",
    "epoll_create epoll_create1 epoll_ctl epoll_wait time clock perror printf fprintf sprintf puts gets exit abort atexit",
    "malloc calloc realloc free memcpy memset memcmp memmem memmove strlen strcmp strcpy strcat strerror index rindex",
    "htons htonl ntohs ntohl inet_pton inet_ntop inet_addr inet_aton inet_ntoa ssize_t size_t socklen_t pid_t off_t",
    "sockaddr fork exec wait link unlink symlink rename remove nice sync access chdir chown brk sbrk daemon isatty lockf",
    "truncate ftruncate getpid getuid gethostname crypt swab encrypt setkey abs labs div ldiv rand srand random srandom",
    "atoi atol atof getenv setenv putenv system qsort bsearch bcmp bcopy bzero ffs basename stpcpy strsep strtok strfry",
    "y0 y1 yn j0 j1 jn gamma lgamma signgam sin cos tan exp log pow sqrt floor ceil round trunc timezone daylight tzname",
    "stime mktime ctime gmtime localtime difftime strftime timer_t clock_t fd_set sigset_t sig_t psignal siginterrupt",
    "optarg optind opterr optopt getopt tee splice vmsplice mkstemp mktemp clone unshare setns select printf scanf putc",
    "sendmmsg recvmmsg sendfile splice getaddrinfo getnameinfo freeaddrinfo eventfd memfd_create timerfd_create signalfd",
    "getrlimit setrlimit capset major minor makedev",
    "getc getw putw fileno fopen fclose fread fwrite feof ferror rewind ftell fseek setbuf tmpfile tmpnam stpncpy",
  ]

  /// What the program itself declares.
  private static let own: [String] = [
    "addr_nl addr_ll message messages sender control option number stamp ifr found host service",
    "buf addr addr6 addr_un addr_none peer peer_length pair events value value_length readable writable exceptional job",
    "keep on_alarm on_cancel unused",
  ]
}
