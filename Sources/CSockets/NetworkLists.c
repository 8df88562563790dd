// The routes and the addresses of the network namespace that this thread is in, over NETLINK_ROUTE, see rtnetlink(7):
// one dump request, responses until NLMSG_DONE. Each function returns 0 or an errno.
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "Answers.h"
#include "Requests.h"

// Who is told of what a message says.
struct reader {
  void (*route)(void *, const struct sockplay_listed_route *);
  void (*address)(void *, const struct sockplay_listed_address *);
  void *context;
};

// Copies what an attribute holds after its first `skipped` bytes, as much as there is room for.
static void copy(void *to, size_t room, const struct nlattr *attribute, size_t skipped) {
  size_t length = attribute->nla_len - sizeof *attribute;
  if (length <= skipped) return;
  length -= skipped;
  memcpy(to, (const char *)(attribute + 1) + skipped, length < room ? length : room);
}

static int type_of(const struct nlattr *attribute) { return attribute->nla_type & NLA_TYPE_MASK; }

// What is told of each next hop.
static void read_hop(struct sockplay_listed_route *route, const struct nlattr *attribute) {
  switch (type_of(attribute)) {
    case RTA_OIF: copy(&route->interface, sizeof route->interface, attribute, 0); break;
    case RTA_GATEWAY:
      route->gateway_family = route->family;
      copy(route->gateway, sizeof route->gateway, attribute, 0);
      break;
    case RTA_VIA: {
      // A gateway of another family: struct rtvia, which begins with the family.
      unsigned short family = 0;
      copy(&family, sizeof family, attribute, 0);
      route->gateway_family = family;
      copy(route->gateway, sizeof route->gateway, attribute, sizeof family);
      break;
    }
  }
}

static void read_hops(const struct nlattr *list, const struct sockplay_listed_route *route, const struct reader *reader) {
  const char *place = (const char *)(list + 1), *end = (const char *)list + list->nla_len;
  for (uint16_t number = 0; end - place >= (ptrdiff_t)sizeof(struct rtnexthop); number++) {
    const struct rtnexthop *hop = (const struct rtnexthop *)place;
    if (hop->rtnh_len < sizeof *hop || hop->rtnh_len > end - place) return;
    struct sockplay_listed_route found = *route;
    found.hop = number;
    found.interface = hop->rtnh_ifindex;
    found.weight = hop->rtnh_hops + 1;
    found.is_dead = hop->rtnh_flags & RTNH_F_DEAD;
    const char *hop_end = place + hop->rtnh_len;
    const struct nlattr *attribute = sockplay_attribute_before(hop_end, place + RTNH_LENGTH(0));
    while (attribute) {
      read_hop(&found, attribute);
      attribute = sockplay_attribute_before(hop_end, (const char *)attribute + NLA_ALIGN(attribute->nla_len));
    }
    reader->route(reader->context, &found);
    place += RTNH_ALIGN(hop->rtnh_len);
  }
}

static void read_route(const struct nlmsghdr *header, void *context) {
  const struct reader *reader = context;
  const struct rtmsg *message = NLMSG_DATA(header);
  if (header->nlmsg_type != RTM_NEWROUTE || message->rtm_flags & RTM_F_CLONED) return;
  struct sockplay_listed_route found = {
      .family = message->rtm_family,
      .type = message->rtm_type,
      .prefix = message->rtm_dst_len,
      .table = message->rtm_table,
      .weight = 1,
      .is_dead = message->rtm_flags & RTNH_F_DEAD,
  };
  const struct nlattr *hops = NULL, *attribute = sockplay_first_attribute(header, sizeof *message);
  for (; attribute; attribute = sockplay_next_attribute(header, attribute)) {
    switch (type_of(attribute)) {
      case RTA_DST: copy(found.destination, sizeof found.destination, attribute, 0); break;
      case RTA_PRIORITY: copy(&found.metric, sizeof found.metric, attribute, 0); break;
      case RTA_TABLE: copy(&found.table, sizeof found.table, attribute, 0); break;
      case RTA_MULTIPATH: hops = attribute; break;
      default: read_hop(&found, attribute);
    }
  }
  if (hops) read_hops(hops, &found, reader);
  else reader->route(reader->context, &found);
}

static void read_address(const struct nlmsghdr *header, void *context) {
  const struct reader *reader = context;
  if (header->nlmsg_type != RTM_NEWADDR) return;
  const struct ifaddrmsg *message = NLMSG_DATA(header);
  struct sockplay_listed_address found = {
      .family = message->ifa_family, .prefix = message->ifa_prefixlen, .interface = message->ifa_index};
  bool has_own = false, has_other = false;
  const struct nlattr *attribute = sockplay_first_attribute(header, sizeof *message);
  for (; attribute; attribute = sockplay_next_attribute(header, attribute)) {
    if (type_of(attribute) == IFA_LOCAL) {
      copy(found.own, sizeof found.own, attribute, 0);
      has_own = true;
    }
    if (type_of(attribute) == IFA_ADDRESS) {
      copy(found.peer, sizeof found.peer, attribute, 0);
      has_other = true;
    }
  }
  // IFA_ADDRESS is the peer's if there is one, and otherwise this end's own, which IPv6 then gives only there.
  if (!has_own) memcpy(found.own, found.peer, sizeof found.own);
  if (!has_other) memcpy(found.peer, found.own, sizeof found.peer);
  reader->address(reader->context, &found);
}

typedef void (*message_reader)(const struct nlmsghdr *header, void *context);

// A request for all that a family has. Without the family's support in the kernel there is nothing.
static int list(
    int netlink, unsigned short type, int family, size_t body, message_reader read, struct reader *reader) {
  struct sockplay_request asked = sockplay_request(false, 0, type, body);
  asked.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  // Every body begins with the family.
  *(unsigned char *)NLMSG_DATA(&asked.header) = family;
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (sendto(netlink, &asked, asked.header.nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) return errno;
  int error = sockplay_read_dump(netlink, read, reader);
  return error == EOPNOTSUPP ? 0 : error;
}

static int list_both(unsigned short type, size_t body, message_reader read, struct reader *reader) {
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (netlink < 0) return errno;
  int error = list(netlink, type, AF_INET, body, read, reader);
  if (!error) error = list(netlink, type, AF_INET6, body, read, reader);
  close(netlink);
  return error;
}

int sockplay_list_routes(void (*visit)(void *context, const struct sockplay_listed_route *found), void *context) {
  struct reader reader = {.route = visit, .context = context};
  return list_both(RTM_GETROUTE, sizeof(struct rtmsg), read_route, &reader);
}

int sockplay_list_addresses(void (*visit)(void *context, const struct sockplay_listed_address *found), void *context) {
  struct reader reader = {.address = visit, .context = context};
  return list_both(RTM_GETADDR, sizeof(struct ifaddrmsg), read_address, &reader);
}
