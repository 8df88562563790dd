// All sockets of one family over NETLINK_SOCK_DIAG, see sock_diag(7): one dump request, responses until NLMSG_DONE.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "Answers.h"

typedef void (*visitor)(void *, const struct sockplay_listed *);

// What SO_MEMINFO tells, too; 0 where the kernel does not tell it.
static void read_memory(const struct nlattr *attribute, struct sockplay_listed *found) {
  uint32_t values[SK_MEMINFO_DROPS + 1] = {0};
  if (attribute->nla_len >= sizeof *attribute + sizeof values) memcpy(values, attribute + 1, sizeof values);
  found->drops = values[SK_MEMINFO_DROPS];
  found->receive_buffer = values[SK_MEMINFO_RCVBUF];
}

struct sockplay_listed sockplay_read_inet(const struct nlmsghdr *header, int protocol) {
  const struct inet_diag_msg *message = NLMSG_DATA(header);
  struct sockplay_listed found = {
      .family = message->idiag_family,
      .protocol = protocol,
      .state = message->idiag_state,
      .timer = message->idiag_timer,
      .expires = message->idiag_expires,
      .receive = message->idiag_rqueue,
      .send = message->idiag_wqueue,
      .inode = message->idiag_inode,
      .local_port = ntohs(message->id.idiag_sport),
      .peer_port = ntohs(message->id.idiag_dport),
      .interface = message->id.idiag_if,
      .user = message->idiag_uid,
      .only_ipv6 = 2,
      .cookie = (uint64_t)message->id.idiag_cookie[1] << 32 | message->id.idiag_cookie[0],
  };
  memcpy(found.local_host, message->id.idiag_src, 16);
  memcpy(found.peer_host, message->id.idiag_dst, 16);
  const struct nlattr *attribute = sockplay_first_attribute(header, sizeof *message);
  for (; attribute; attribute = sockplay_next_attribute(header, attribute)) {
    if (attribute->nla_type == INET_DIAG_SKV6ONLY) memcpy(&found.only_ipv6, attribute + 1, 1);
    if (attribute->nla_type == INET_DIAG_SHUTDOWN) memcpy(&found.shut, attribute + 1, 1);
    if (attribute->nla_type == INET_DIAG_SKMEMINFO) read_memory(attribute, &found);
  }
  return found;
}

struct sockplay_listed sockplay_read_unix(const struct nlmsghdr *header) {
  const struct unix_diag_msg *message = NLMSG_DATA(header);
  struct sockplay_listed found = {
      .family = AF_UNIX, .type = message->udiag_type, .state = message->udiag_state, .inode = message->udiag_ino};
  const struct nlattr *attribute = sockplay_first_attribute(header, sizeof *message);
  for (; attribute; attribute = sockplay_next_attribute(header, attribute)) {
    const void *value = attribute + 1;
    size_t length = attribute->nla_len - sizeof *attribute;
    if (attribute->nla_type == UNIX_DIAG_PEER) memcpy(&found.peer, value, sizeof found.peer);
    if (attribute->nla_type == UNIX_DIAG_SHUTDOWN) memcpy(&found.shut, value, sizeof found.shut);
    if (attribute->nla_type == UNIX_DIAG_NAME) {
      found.path_length = length < sizeof found.path ? length : sizeof found.path;
      memcpy(found.path, value, found.path_length);
    }
    if (attribute->nla_type == UNIX_DIAG_VFS) {
      struct unix_diag_vfs file;
      memcpy(&file, value, sizeof file);
      found.has_file = true;
      found.file_device = file.udiag_vfs_dev;
      found.file_inode = file.udiag_vfs_ino;
    }
    if (attribute->nla_type == UNIX_DIAG_RQLEN) {
      struct unix_diag_rqlen queues;
      memcpy(&queues, value, sizeof queues);
      found.receive = queues.udiag_rqueue;
      found.send = queues.udiag_wqueue;
    }
  }
  return found;
}

int sockplay_read_dump(int netlink, void (*read)(const struct nlmsghdr *header, void *context), void *context) {
  _Alignas(8) char answer[32768];
  for (;;) {
    ssize_t got = recv(netlink, answer, sizeof answer, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return errno;
    size_t left = got;
    for (struct nlmsghdr *header = (struct nlmsghdr *)answer; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
      if (header->nlmsg_type == NLMSG_DONE) return 0;
      if (header->nlmsg_type == NLMSG_ERROR) return -((struct nlmsgerr *)NLMSG_DATA(header))->error;
      read(header, context);
    }
  }
}

// What was asked for, and who is told of it.
struct listing {
  int family, protocol;
  visitor visit;
  void *context;
};

static void read_socket(const struct nlmsghdr *header, void *context) {
  const struct listing *asked = context;
  if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY) return;
  struct sockplay_listed found =
      asked->family == AF_UNIX ? sockplay_read_unix(header) : sockplay_read_inet(header, asked->protocol);
  asked->visit(asked->context, &found);
}

int sockplay_diag_list(int netlink, int family, int protocol, visitor visit, void *context) {
  struct {
    struct nlmsghdr header;
    union {
      struct {
        struct inet_diag_req_v2 inet;
        struct nlattr attribute;
        uint32_t protocol;  // of MPTCP, which does not fit into the one byte of sdiag_protocol
      };
      struct unix_diag_req local;
    };
  } request = {.header = {.nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP}};
  if (family == AF_UNIX) {
    request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.local);
    request.local = (struct unix_diag_req){
        .sdiag_family = AF_UNIX,
        .udiag_states = -1,
        .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS | UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN};
  } else {
    request.header.nlmsg_len = NLMSG_LENGTH(sizeof request.inet);
    request.inet = (struct inet_diag_req_v2){.sdiag_family = family, .sdiag_protocol = protocol, .idiag_states = -1};
    if (protocol == IPPROTO_MPTCP) {
      request.header.nlmsg_len += sizeof request.attribute + sizeof request.protocol;
      request.inet.sdiag_protocol = IPPROTO_RAW;
      request.attribute = (struct nlattr){
          .nla_len = sizeof request.attribute + sizeof request.protocol, .nla_type = INET_DIAG_REQ_PROTOCOL};
      request.protocol = protocol;
    }
    request.inet.idiag_ext = 1 << (INET_DIAG_SKMEMINFO - 1);
  }
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (sendto(netlink, &request, request.header.nlmsg_len, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) return errno;
  struct listing asked = {.family = family, .protocol = protocol, .visit = visit, .context = context};
  return sockplay_read_dump(netlink, read_socket, &asked);
}
