// Measures: TCP connections opened, accepted and closed over loopback in one process.
// Fair because: it makes the session's five calls in the same order. `written` also observes the
// open sockets with TCP_INFO, and the closed client, which has no descriptor any more, with the
// kernel's socket diagnostics, then prints a line as long as a card.

#include "common.h"
#include <poll.h>
#include "diagnostics.h"

enum call { SOCKET, CONNECT, ACCEPT, CLOSE_CLIENT, CLOSE_ACCEPTED, CALLS };
static const char *const names[CALLS] = {"socket", "connect", "accept", "close", "close"};

struct connection {
    struct sockaddr_in server_address, client_address;
    int server, client, accepted;   // -1 without a descriptor
};

static int perform(enum call call, struct connection *c) {
    struct sockaddr *server = (struct sockaddr *)&c->server_address;
    struct sockaddr *client = (struct sockaddr *)&c->client_address;
    socklen_t length = sizeof c->client_address;
    int fd;
    switch (call) {
    case SOCKET:         return c->client = socket(AF_INET, SOCK_STREAM, 0);
    case CONNECT:        return connect(c->client, server, length);
    case ACCEPT:         return c->accepted = accept(c->server, client, &length);
    case CLOSE_CLIENT:   fd = c->client; c->client = -1; return close(fd);
    case CLOSE_ACCEPTED: fd = c->accepted; c->accepted = -1; return close(fd);
    default:             return -1;
    }
}

// The descriptor that the call is about to use; -1 when it makes the first one.
static int descriptor(enum call call, const struct connection *c) {
    switch (call) {
    case CONNECT: case CLOSE_CLIENT: return c->client;
    case ACCEPT:                     return c->server;
    case CLOSE_ACCEPTED:             return c->accepted;
    default:                         return -1;
    }
}

// Whether the call would block: 0 when it would.
static int ready(int fd, short events) {
    struct pollfd poller = {.fd = fd, .events = events};
    return must(poll(&poller, 1, 0), "poll");
}

// Readiness, for the two calls that can block.
static void look_before(enum call call, const struct connection *c) {
    if (call == CONNECT) (void)ready(c->client, POLLOUT);
    if (call == ACCEPT) (void)ready(c->server, POLLIN);
}

// A listener: TCP_INFO holds its queue, and it has no unread bytes to ask for.
static struct observation observe_listener(int fd) {
    struct observation seen = {.unread = 0};
    socklen_t length = sizeof seen.info;
    must(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &seen.info, &length), "TCP_INFO");
    return seen;
}

// All three sockets, and one line of them.
static void look_after(enum call call, const struct connection *c, int fd, int result,
                       long long took, const struct options *options) {
    int error = result < 0 ? errno : 0;
    struct observation client = {.unread = 0}, other = observe_listener(c->server);
    if (c->client >= 0) client = observe_since(c->client, NULL);
    if (c->accepted >= 0) other = observe_since(c->accepted, NULL);
    if (call >= CLOSE_CLIENT)
        client.info.tcpi_state = closed_state(&c->client_address, &c->server_address);
    if (options->mode == WRITTEN)
        write_line(options->line_length, names[call], fd, result, error, took, client, other);
}

int main(int argc, char **argv) {
    struct options options = read_options(argc, argv);
    struct connection c = {.client = -1, .accepted = -1};
    c.server = listener(&c.server_address);
    if (options.mode != BARE) open_diagnostics();

    for (long i = 0; i < options.count; i++) {
        for (enum call call = SOCKET; call < CALLS; call++) {
            if (options.mode == BARE) {
                must(perform(call, &c), names[call]);
                continue;
            }
            int fd = descriptor(call, &c);
            look_before(call, &c);
            long long start = now();
            int result = perform(call, &c);
            long long took = now() - start;
            must(result, names[call]);
            look_after(call, &c, fd, result, took, &options);
        }
    }
}
