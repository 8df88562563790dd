// Measures: TCP connections opened, accepted and closed over loopback in one process.
// Fair because: it makes the session's five calls in the same order. `observed` also asks what the
// card of each call asks: TCP_INFO and addresses of open sockets, and the kernel's socket diagnostics
// for closed ones, which have no descriptor any more; `written` prints a line as long as a card, too.

#include "common.h"
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

static struct observation observe_state(int fd) {
    struct observation seen = {.unread = 0};
    socklen_t length = sizeof seen.info;
    must(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &seen.info, &length), "TCP_INFO");
    return seen;
}

// A closed end, which has no descriptor any more.
static struct observation observe_closed(const struct sockaddr_in *own, const struct sockaddr_in *peer) {
    struct observation seen = {.unread = 0};
    seen.info.tcpi_state = closed_state(own, peer);
    return seen;
}

static void read_addresses(int fd, int with_peer) {
    struct sockaddr_in address;
    socklen_t length = sizeof address;
    must(getsockname(fd, (struct sockaddr *)&address, &length), "getsockname");
    if (with_peer) must(getpeername(fd, (struct sockaddr *)&address, &length), "getpeername");
}

// Whether a connect would block: not while the listener's queue has room.
static void look_before(enum call call, const struct connection *c) {
    if (call == CONNECT) (void)observe_state(c->server);
}

// What the card of each call asks for, and one line of it.
static void look_after(enum call call, const struct connection *c, int fd, int result,
                       long long took, const struct options *options) {
    int error = result < 0 ? errno : 0;
    struct observation one, other = {.unread = 0};
    switch (call) {
    case SOCKET:
        one = observe_state(c->client);
        break;
    case CONNECT:
        one = observe_state(c->client);
        read_addresses(c->client, 1);
        other = observe_state(c->server);
        break;
    case ACCEPT:
        one = observe_state(c->accepted);
        read_addresses(c->accepted, 0);
        (void)observe_state(c->server);
        other = observe_state(c->client);
        break;
    case CLOSE_CLIENT:
        one = observe_closed(&c->client_address, &c->server_address);
        other = observe_since(c->accepted, NULL);
        break;
    default:
        one = observe_closed(&c->server_address, &c->client_address);
        other = observe_closed(&c->client_address, &c->server_address);
    }
    if (options->mode == WRITTEN)
        write_line(options->line_length, names[call], fd, result, error, took, one, other);
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
