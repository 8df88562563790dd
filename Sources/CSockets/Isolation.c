// A user and network namespace of this process's own, see user_namespaces(7) and network_namespaces(7).
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

int sockplay_unshare_network(bool with_user) { return unshare(CLONE_NEWNET | (with_user ? CLONE_NEWUSER : 0)); }

int sockplay_join_network(int process) {
  int pidfd = (int)syscall(SYS_pidfd_open, process, 0);
  if (pidfd < 0) return -1;
  int result = setns(pidfd, CLONE_NEWUSER | CLONE_NEWNET);
  // It is in that user namespace already.
  if (result != 0 && errno == EINVAL) result = setns(pidfd, CLONE_NEWNET);
  int error = errno;
  close(pidfd);
  errno = error;
  return result;
}

int sockplay_raise_loopback(int socket) {
  struct ifreq request = {.ifr_name = "lo"};
  if (ioctl(socket, SIOCGIFFLAGS, &request) != 0) return -1;
  request.ifr_flags |= IFF_UP;
  return ioctl(socket, SIOCSIFFLAGS, &request);
}

// Made through syscall(2), so that `strace -i` can tell these calls from the user's.
int sockplay_mtu(const char *interface) {
  struct ifreq request = {0};
  strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
  int socket = (int)syscall(SYS_socket, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return -1;
  int result = (int)syscall(SYS_ioctl, socket, SIOCGIFMTU, &request);
  syscall(SYS_close, socket);
  return result < 0 ? -1 : request.ifr_mtu;
}
