#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

bool sockplay_tcp_info(int fd, struct sockplay_tcp_info *info) {
  socklen_t length = sizeof *info;
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &length) == 0;
}

int sockplay_tcp_info_length(int fd, struct sockplay_tcp_info *info) {
  socklen_t length = sizeof *info;
  return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &length) == 0 ? (int)length : -1;
}

// Made through syscall(2), so that `strace -i` can tell this observation from an ioctl of the user's.
static int count(int fd, unsigned long request) {
  int bytes = 0;
  return syscall(SYS_ioctl, fd, request, &bytes) == 0 ? bytes : -1;
}

int sockplay_unread(int fd) { return count(fd, SIOCINQ); }
int sockplay_unsent(int fd) { return count(fd, SIOCOUTQ); }

// Through syscall(2) for the same reason.
int sockplay_status_flags(int fd) { return (int)syscall(SYS_fcntl, fd, F_GETFL); }

int sockplay_accept4(int fd, void *address, uint32_t *length, int flags) { return accept4(fd, address, length, flags); }
