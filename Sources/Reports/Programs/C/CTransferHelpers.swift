extension CHelper {
  static let addresses = [
    CHelper(
      "ipv4", ["arpa/inet.h", "netinet/in.h", "sys/socket.h"],
      """
      /* An IPv4 address as the kernel takes it. */
      static struct sockaddr_in ipv4(const char *host, int port)
      {
          struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
          inet_pton(AF_INET, host, &address.sin_addr);
          return address;
      }
      """),
    CHelper(
      "ipv6", ["arpa/inet.h", "netinet/in.h", "sys/socket.h"],
      """
      /* An IPv6 address as the kernel takes it. */
      static struct sockaddr_in6 ipv6(const char *host, int port, unsigned scope)
      {
          struct sockaddr_in6 address = {
              .sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_scope_id = scope};
          inet_pton(AF_INET6, host, &address.sin6_addr);
          return address;
      }
      """),
    CHelper(
      "local_path", ["string.h", "sys/socket.h", "sys/un.h"],
      """
      /* A UNIX domain address; an abstract name begins with \\\\0. */
      static struct sockaddr_un local_path(const char *path, size_t length)
      {
          struct sockaddr_un address = {.sun_family = AF_UNIX};
          memcpy(address.sun_path, path, length);
          return address;
      }
      """),
    CHelper(
      "ipv4_of", ["netinet/in.h", "sys/socket.h"], needs: ["check"],
      """
      /* The address of a socket, as others reach it: the kernel may have chosen the port. */
      static struct sockaddr_in ipv4_of(int fd)
      {
          struct sockaddr_in address;
          socklen_t length = sizeof(address);
          check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
          if (address.sin_addr.s_addr == htonl(INADDR_ANY))
              address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
          return address;
      }
      """),
    CHelper(
      "ipv6_of", ["netinet/in.h", "sys/socket.h"], needs: ["check"],
      """
      /* The address of a socket, as others reach it: the kernel may have chosen the port. */
      static struct sockaddr_in6 ipv6_of(int fd)
      {
          struct sockaddr_in6 address;
          socklen_t length = sizeof(address);
          check(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
          if (IN6_IS_ADDR_UNSPECIFIED(&address.sin6_addr))
              address.sin6_addr = in6addr_loopback;
          return address;
      }
      """),
    CHelper(
      "local_of", ["sys/socket.h", "sys/un.h"], needs: ["check"],
      """
      /* The address of a UNIX domain socket, and its length. */
      static struct sockaddr_un local_of(int fd, socklen_t *length)
      {
          struct sockaddr_un address = {.sun_family = AF_UNIX};
          *length = sizeof(address);
          check(getsockname(fd, (struct sockaddr *)&address, length), "getsockname");
          return address;
      }
      """),
  ]

  static let transfers = [
    CHelper(
      "repeated", ["stdlib.h", "string.h"], needs: ["die"],
      """
      /* Memory with the same bytes again and again. It is never freed. */
      static char *repeated(const char *bytes, size_t length, size_t times)
      {
          char *memory = malloc(length * times + 1);
          if (memory == NULL)
              die("malloc");
          for (size_t i = 0; i < times; i++)
              memcpy(memory + i * length, bytes, length);
          return memory;
      }
      """),
    CHelper(
      "send_all", ["sys/socket.h"],
      """
      /* Sends until the kernel has taken all: one send may take less. */
      static ssize_t send_all(int fd, const char *data, size_t length, int flags)
      {
          size_t sent = 0;
          do {
              ssize_t n = send(fd, data + sent, length - sent, flags);
              if (n == -1)
                  return -1;
              sent += n;
          } while (sent < length);
          return sent;
      }
      """),
    CHelper(
      "recv_all", ["sys/socket.h"],
      """
      /* Receives until the end of file, or until the buffer is full. */
      static ssize_t recv_all(int fd, char *buf, size_t size)
      {
          size_t have = 0;
          while (have < size) {
              size_t room = size - have < 4096 ? size - have : 4096;
              ssize_t n = recv(fd, buf + have, room, 0);
              if (n == -1)
                  return -1;
              if (n == 0)
                  break;
              have += n;
          }
          return have;
      }
      """),
    CHelper(
      "recv_count", ["sys/socket.h"],
      """
      /* Receives exactly this many bytes, unless the end of file comes first. */
      static ssize_t recv_count(int fd, char *buf, size_t count)
      {
          size_t have = 0;
          while (have < count) {
              ssize_t n = recv(fd, buf + have, count - have, 0);
              if (n == -1)
                  return -1;
              if (n == 0)
                  break;
              have += n;
          }
          return have;
      }
      """),
    CHelper(
      "recv_until", ["string.h", "sys/socket.h"],
      """
      /* Receives up to a mark, and not a byte more: it looks first, and takes what ends with the mark. */
      static ssize_t recv_until(int fd, char *buf, const char *mark, size_t size)
      {
          size_t have = 0, length = strlen(mark);
          while (have < size) {
              size_t room = size - have < 4096 ? size - have : 4096;
              ssize_t n = recv(fd, buf + have, room, MSG_PEEK);
              if (n <= 0)
                  return n == 0 ? (ssize_t)have : -1;
              size_t take = n, found = 0;
              for (size_t end = have + 1; end <= have + n && !found; end++)
                  if (end >= length && memcmp(buf + end - length, mark, length) == 0)
                      found = end;
              if (found)
                  take = found - have;
              n = recv(fd, buf + have, take, 0);
              if (n == -1)
                  return -1;
              have += n;
              if (found)
                  break;
          }
          return have;
      }
      """),
    CHelper(
      "arrive", ["sys/ioctl.h", "unistd.h"],
      """
      /* Waits up to a second until this many bytes have come: small segments may be held back for a while. */
      static void arrive(int fd, int count)
      {
          int there = 0;
          for (int i = 0; i < 100 && ioctl(fd, FIONREAD, &there) == 0 && there < count; i++)
              usleep(10000);
      }
      """),
  ]
}
