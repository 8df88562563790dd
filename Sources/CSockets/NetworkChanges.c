// Changes of the network namespace that this process is in: one request over NETLINK_ROUTE and its answer, see
// rtnetlink(7), and SOCK_DESTROY of sock_diag(7). Each function returns 0, or -1 with the errno of the kernel's answer.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/if.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "Answers.h"
#include "Requests.h"

void sockplay_add(struct sockplay_request *request, unsigned short type, const void *value, unsigned short length) {
  struct nlattr *attribute = (struct nlattr *)((char *)request + NLMSG_ALIGN(request->header.nlmsg_len));
  attribute->nla_type = type;
  attribute->nla_len = NLA_HDRLEN + length;
  if (length) memcpy(attribute + 1, value, length);
  request->header.nlmsg_len = NLMSG_ALIGN(request->header.nlmsg_len) + NLA_ALIGN(attribute->nla_len);
}

unsigned short sockplay_address_size(int family) { return family == AF_INET ? 4 : 16; }

// The kernel's own words for what is wrong, if its answer has some.
static void copy_message(const struct nlmsghdr *header, char message[SOCKPLAY_MESSAGE_SIZE]) {
  if (!(header->nlmsg_flags & NLM_F_ACK_TLVS)) return;
  const struct nlmsgerr *error = NLMSG_DATA(header);
  size_t echoed = header->nlmsg_flags & NLM_F_CAPPED ? sizeof error->msg : error->msg.nlmsg_len;
  const struct nlattr *attribute = sockplay_first_attribute(header, sizeof error->error + echoed);
  for (; attribute; attribute = sockplay_next_attribute(header, attribute)) {
    if (attribute->nla_type != NLMSGERR_ATTR_MSG) continue;
    size_t length = attribute->nla_len - sizeof *attribute;
    if (length >= SOCKPLAY_MESSAGE_SIZE) length = SOCKPLAY_MESSAGE_SIZE - 1;
    memcpy(message, attribute + 1, length);
    message[length] = 0;
    return;
  }
}

// Sends `header` and what follows it, and reads the answer. Returns the errno of the answer, or of the call that failed.
static int ask(int netlink, const struct nlmsghdr *header, char message[SOCKPLAY_MESSAGE_SIZE]) {
  int on = 1;
  setsockopt(netlink, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof on);
  setsockopt(netlink, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof on);
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (sendto(netlink, header, header->nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) return errno;
  _Alignas(8) char answer[1024];
  ssize_t got = recv(netlink, answer, sizeof answer, 0);
  if (got < 0) return errno;
  const struct nlmsghdr *told = (const struct nlmsghdr *)answer;
  if (!NLMSG_OK(told, (size_t)got) || told->nlmsg_type != NLMSG_ERROR) return EBADMSG;
  copy_message(told, message);
  return -((const struct nlmsgerr *)NLMSG_DATA(told))->error;
}

int sockplay_change(int protocol, struct nlmsghdr *header, char message[SOCKPLAY_MESSAGE_SIZE]) {
  message[0] = 0;
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
  if (netlink < 0) return -1;
  int error = ask(netlink, header, message);
  close(netlink);
  errno = error;
  return error ? -1 : 0;
}

struct sockplay_request sockplay_request(bool adds, unsigned short new_type, unsigned short del_type, size_t body) {
  return (struct sockplay_request){.header = {
                              .nlmsg_len = NLMSG_LENGTH(body),
                              .nlmsg_type = adds ? new_type : del_type,
                              .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | (adds ? NLM_F_CREATE | NLM_F_EXCL : 0),
                          }};
}

int sockplay_change_route(bool adds, const struct sockplay_route *route, char message[SOCKPLAY_MESSAGE_SIZE]) {
  struct sockplay_request asked = sockplay_request(adds, RTM_NEWROUTE, RTM_DELROUTE, sizeof asked.route);
  bool is_on_link = route->type == RTN_UNICAST && !route->has_gateway;
  asked.route = (struct rtmsg){
      .rtm_family = route->family,
      .rtm_dst_len = route->prefix,
      .rtm_table = RT_TABLE_MAIN,
      .rtm_protocol = adds ? RTPROT_BOOT : RTPROT_UNSPEC,
      .rtm_scope = !adds ? RT_SCOPE_NOWHERE : is_on_link ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE,
      // Without a type it may be any route to the destination.
      .rtm_type = adds || route->type != RTN_UNICAST ? route->type : RTN_UNSPEC,
  };
  unsigned short size = sockplay_address_size(route->family);
  sockplay_add(&asked, RTA_DST, route->destination, size);
  if (route->has_gateway) sockplay_add(&asked, RTA_GATEWAY, route->gateway, size);
  if (route->interface) sockplay_add(&asked, RTA_OIF, &route->interface, sizeof route->interface);
  return sockplay_change(NETLINK_ROUTE, &asked.header, message);
}

int sockplay_change_address(bool adds, int family, const void *address, uint8_t prefix, uint32_t interface,
                            char message[SOCKPLAY_MESSAGE_SIZE]) {
  struct sockplay_request asked = sockplay_request(adds, RTM_NEWADDR, RTM_DELADDR, sizeof asked.address);
  // An address of IPv6 would be tentative until nobody else is found to have it.
  asked.address = (struct ifaddrmsg){
      .ifa_family = family, .ifa_prefixlen = prefix, .ifa_index = interface, .ifa_flags = IFA_F_NODAD};
  sockplay_add(&asked, IFA_LOCAL, address, sockplay_address_size(family));
  sockplay_add(&asked, IFA_ADDRESS, address, sockplay_address_size(family));
  return sockplay_change(NETLINK_ROUTE, &asked.header, message);
}

int sockplay_change_link(uint32_t interface, bool is_up, uint32_t mtu, char message[SOCKPLAY_MESSAGE_SIZE]) {
  struct sockplay_request asked = sockplay_request(false, 0, RTM_NEWLINK, sizeof asked.link);
  asked.link = (struct ifinfomsg){.ifi_family = AF_UNSPEC, .ifi_index = interface};
  if (mtu) {
    sockplay_add(&asked, IFLA_MTU, &mtu, sizeof mtu);
  } else {
    asked.link.ifi_change = IFF_UP;
    asked.link.ifi_flags = is_up ? IFF_UP : 0;
  }
  return sockplay_change(NETLINK_ROUTE, &asked.header, message);
}

int sockplay_destroy(int family, int protocol, const void *local, uint16_t local_port, const void *peer,
                     uint16_t peer_port, uint64_t cookie, char message[SOCKPLAY_MESSAGE_SIZE]) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
  } asked = {
      .header = {.nlmsg_len = sizeof asked, .nlmsg_type = SOCK_DESTROY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK},
      .body = {.sdiag_family = family,
               .sdiag_protocol = protocol,
               .idiag_states = -1,
               .id = {.idiag_sport = local_port,
                      .idiag_dport = peer_port,
                      .idiag_cookie = {(uint32_t)cookie, (uint32_t)(cookie >> 32)}}},
  };
  memcpy(asked.body.id.idiag_src, local, 16);
  memcpy(asked.body.id.idiag_dst, peer, 16);
  return sockplay_change(NETLINK_SOCK_DIAG, &asked.header, message);
}
