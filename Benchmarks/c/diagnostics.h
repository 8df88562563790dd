// The state of a TCP socket that has no descriptor any more, asked from the kernel's socket
// diagnostics by its two addresses: one request and one answer, no dump of all sockets.

#ifndef DIAGNOSTICS_H
#define DIAGNOSTICS_H

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

static int diagnostics = -1;

static void open_diagnostics(void) {
    diagnostics = must(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG), "netlink");
}

// 0 when the kernel has forgotten the socket.
static int closed_state(const struct sockaddr_in *local, const struct sockaddr_in *remote) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 body;
    } request = {
        .header = {.nlmsg_len = sizeof request, .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                   .nlmsg_flags = NLM_F_REQUEST},
        .body = {.sdiag_family = AF_INET, .sdiag_protocol = IPPROTO_TCP, .idiag_states = ~0u},
    };
    request.body.id.idiag_sport = local->sin_port;
    request.body.id.idiag_dport = remote->sin_port;
    request.body.id.idiag_src[0] = local->sin_addr.s_addr;
    request.body.id.idiag_dst[0] = remote->sin_addr.s_addr;
    request.body.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    request.body.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;

    char answer[4096] __attribute__((aligned(8)));
    must(send(diagnostics, &request, sizeof request, 0), "ask for diagnostics");
    must(recv(diagnostics, answer, sizeof answer, 0), "read diagnostics");
    struct nlmsghdr *header = (struct nlmsghdr *)answer;
    if (header->nlmsg_type != SOCK_DIAG_BY_FAMILY) return 0;
    return ((struct inet_diag_msg *)NLMSG_DATA(header))->idiag_state;
}

#endif
