// A user and network namespace of this process's own, see user_namespaces(7) and network_namespaces(7).
#define _GNU_SOURCE
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>

#include "CSockets.h"

int sockplay_unshare_network(bool with_user) { return unshare(CLONE_NEWNET | (with_user ? CLONE_NEWUSER : 0)); }

int sockplay_raise_loopback(int socket) {
  struct ifreq request = {.ifr_name = "lo"};
  if (ioctl(socket, SIOCGIFFLAGS, &request) != 0) return -1;
  request.ifr_flags |= IFF_UP;
  return ioctl(socket, SIOCSIFFLAGS, &request);
}
