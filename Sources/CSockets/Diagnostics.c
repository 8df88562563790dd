// One request and one response over NETLINK_SOCK_DIAG, see sock_diag(7). Always an exact look-up, never a dump, so that
// its cost does not grow with the number of sockets on the machine.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "Answers.h"

// Like every ioctl that is sockplay's own, this goes through syscall(2), so that `strace -i` shows whose call it is.
int sockplay_diag_open(void) { return (int)syscall(SYS_socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG); }

static int ask(int netlink, void *request, size_t length, char *answer, size_t room) {
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (sendto(netlink, request, length, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) return errno;
  ssize_t got = recv(netlink, answer, room, 0);
  if (got < 0) return errno;
  struct nlmsghdr *header = (struct nlmsghdr *)answer;
  if (!NLMSG_OK(header, (size_t)got)) return EBADMSG;
  if (header->nlmsg_type == NLMSG_ERROR) return -((struct nlmsgerr *)NLMSG_DATA(header))->error;
  return header->nlmsg_type == SOCK_DIAG_BY_FAMILY ? 0 : EBADMSG;
}

// The addresses are left out: the caller asked by them.
static struct sockplay_diag diag(struct sockplay_listed told) {
  return (struct sockplay_diag){
      .state = told.state,
      .timer = told.timer,
      .expires = told.expires,
      .receive = told.receive,
      .send = told.send,
      .inode = told.inode,
      .peer = told.peer,
      .shut = told.shut,
  };
}

int sockplay_diag_tcp(int netlink, int family, const void *local, uint16_t local_port,
                      const void *peer, uint16_t peer_port, uint64_t cookie, struct sockplay_diag *found) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
  } request = {
      .header = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
      .body = {.sdiag_family = family,
               .sdiag_protocol = IPPROTO_TCP,
               .idiag_states = -1,
               .id = {.idiag_sport = local_port,
                      .idiag_dport = peer_port,
                      .idiag_cookie = {INET_DIAG_NOCOOKIE, INET_DIAG_NOCOOKIE}}},
  };
  if (cookie) {
    request.body.id.idiag_cookie[0] = (uint32_t)cookie;
    request.body.id.idiag_cookie[1] = (uint32_t)(cookie >> 32);
  }
  memcpy(request.body.id.idiag_src, local, 16);
  memcpy(request.body.id.idiag_dst, peer, 16);
  _Alignas(8) char answer[2048];
  int error = ask(netlink, &request, sizeof request, answer, sizeof answer);
  if (error) return error;
  *found = diag(sockplay_read_inet((struct nlmsghdr *)answer, IPPROTO_TCP));
  return 0;
}

int sockplay_diag_mptcp(int netlink, int family, uint32_t token, struct sockplay_diag *found) {
  struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
    struct nlattr attribute;
    uint32_t protocol;  // does not fit into the one byte of sdiag_protocol
  } request = {
      .header = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
      .body = {.sdiag_family = family,
               .sdiag_protocol = IPPROTO_RAW,
               .idiag_states = -1,
               .id = {.idiag_cookie = {token, 0}}},
      .attribute = {.nla_len = sizeof(struct nlattr) + sizeof(uint32_t), .nla_type = INET_DIAG_REQ_PROTOCOL},
      .protocol = IPPROTO_MPTCP,
  };
  _Alignas(8) char answer[2048];
  int error = ask(netlink, &request, sizeof request, answer, sizeof answer);
  if (error) return error;
  *found = diag(sockplay_read_inet((struct nlmsghdr *)answer, 0));
  return 0;
}

// Asks for what `show` (UDIAG_SHOW_…) says of the UNIX domain socket `inode`.
static int ask_unix(int netlink, uint32_t inode, uint32_t show, char *answer, size_t room) {
  struct {
    struct nlmsghdr header;
    struct unix_diag_req body;
  } request = {
      .header = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST},
      .body = {.sdiag_family = AF_UNIX,
               .udiag_states = -1,
               .udiag_ino = inode,
               .udiag_cookie = {-1, -1},
               .udiag_show = show},
  };
  return ask(netlink, &request, sizeof request, answer, room);
}

int sockplay_diag_unix(int netlink, uint32_t inode, struct sockplay_diag *found) {
  _Alignas(8) char answer[2048];
  int error = ask_unix(netlink, inode, UDIAG_SHOW_PEER | UDIAG_SHOW_RQLEN, answer, sizeof answer);
  if (error) return error;
  *found = diag(sockplay_read_unix((struct nlmsghdr *)answer));
  return 0;
}

int sockplay_diag_unix_queue(int netlink, uint32_t listener, uint32_t *clients, int room) {
  _Alignas(8) char answer[32768];
  if (ask_unix(netlink, listener, UDIAG_SHOW_ICONS, answer, sizeof answer)) return 0;
  const struct nlmsghdr *header = (const struct nlmsghdr *)answer;
  const struct nlattr *attribute = sockplay_first_attribute(header, sizeof(struct unix_diag_msg));
  for (; attribute; attribute = sockplay_next_attribute(header, attribute)) {
    if (attribute->nla_type != UNIX_DIAG_ICONS) continue;
    int count = (attribute->nla_len - sizeof *attribute) / sizeof *clients;
    if (count > room) count = room;
    memcpy(clients, attribute + 1, count * sizeof *clients);
    return count;
  }
  return 0;
}
