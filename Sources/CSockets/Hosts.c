// Hosts in network namespaces of their own, and the interfaces that join them to this one's: rtnetlink(7), veth(4),
// network_namespaces(7), packet(7). Each function returns 0 or a descriptor, or -1 with errno.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/neighbour.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "Requests.h"

int sockplay_enter_network(int namespace) { return setns(namespace, CLONE_NEWNET); }

// The namespace of the calling thread: /proc/self would be that of the first one.
int sockplay_own_network(void) { return open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC); }

static size_t begin_nest(struct sockplay_request *request, unsigned short type) {
  size_t start = NLMSG_ALIGN(request->header.nlmsg_len);
  sockplay_add(request, type, NULL, 0);
  return start;
}

static void end_nest(struct sockplay_request *request, size_t start) {
  struct nlattr *nest = (struct nlattr *)((char *)request + start);
  nest->nla_len = NLMSG_ALIGN(request->header.nlmsg_len) - start;
}

static void add_end(struct sockplay_request *request, const struct sockplay_link_end *end) {
  sockplay_add(request, IFLA_IFNAME, end->name, strlen(end->name) + 1);
  sockplay_add(request, IFLA_ADDRESS, end->hardware, sizeof end->hardware);
}

int sockplay_add_veth(const struct sockplay_link_end *own, const struct sockplay_link_end *other, int namespace) {
  char message[SOCKPLAY_MESSAGE_SIZE];
  struct sockplay_request asked = sockplay_request(true, RTM_NEWLINK, 0, sizeof asked.link);
  add_end(&asked, own);
  size_t info = begin_nest(&asked, IFLA_LINKINFO);
  sockplay_add(&asked, IFLA_INFO_KIND, "veth", 4);
  size_t data = begin_nest(&asked, IFLA_INFO_DATA);
  size_t peer = begin_nest(&asked, VETH_INFO_PEER);
  // The other end is described by a message of its own.
  memset((char *)&asked + asked.header.nlmsg_len, 0, sizeof(struct ifinfomsg));
  asked.header.nlmsg_len += sizeof(struct ifinfomsg);
  add_end(&asked, other);
  sockplay_add(&asked, IFLA_NET_NS_FD, &namespace, sizeof namespace);
  end_nest(&asked, peer);
  end_nest(&asked, data);
  end_nest(&asked, info);
  return sockplay_change(NETLINK_ROUTE, &asked.header, message);
}

int sockplay_add_neighbour(int family, const void *address, const uint8_t hardware[6], uint32_t interface) {
  char message[SOCKPLAY_MESSAGE_SIZE];
  struct sockplay_request asked = sockplay_request(true, RTM_NEWNEIGH, 0, sizeof asked.neighbour);
  asked.neighbour = (struct ndmsg){.ndm_family = family, .ndm_ifindex = interface, .ndm_state = NUD_PERMANENT};
  sockplay_add(&asked, NDA_DST, address, sockplay_address_size(family));
  sockplay_add(&asked, NDA_LLADDR, hardware, 6);
  return sockplay_change(NETLINK_ROUTE, &asked.header, message);
}

// Made through a socket of the namespace that the interface is in.
int sockplay_offload_off(const char *interface) {
  static const uint32_t features[] = {ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO};
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0) return -1;
  int failed = 0;
  for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
    struct ethtool_value value = {.cmd = features[i], .data = 0};
    struct ifreq request = {.ifr_data = (void *)&value};
    strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
    // A kernel that does not have one of them cannot do it either.
    if (ioctl(control, SIOCETHTOOL, &request) != 0 && errno != EOPNOTSUPP) failed = errno;
  }
  close(control);
  errno = failed;
  return failed ? -1 : 0;
}

int sockplay_await_carrier(const char *interface) {
  int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0) return -1;
  struct ethtool_value value = {.cmd = ETHTOOL_GLINK};
  struct ifreq request = {.ifr_data = (void *)&value};
  strncpy(request.ifr_name, interface, sizeof request.ifr_name - 1);
  int result = ioctl(control, SIOCETHTOOL, &request), failed = errno;
  close(control);
  errno = failed;
  return result;
}

int sockplay_open_frames(uint32_t interface) {
  int frames = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (frames < 0) return -1;
  int on = 1;
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL), .sll_ifindex = interface};
  // Frames that leave through the interface would come once more.
  if (setsockopt(frames, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) == 0 &&
      bind(frames, (struct sockaddr *)&address, sizeof address) == 0)
    return frames;
  int error = errno;
  close(frames);
  errno = error;
  return -1;
}
