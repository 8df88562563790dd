// Measures: echo round trips over one loopback TCP connection in one process.
// Fair because: it makes the four calls of the session in the same order with the same 64 bytes;
// `observed` asks the kernel what a step card asks, `written` also prints a line as long as a card.

#include "common.h"
#include <poll.h>

enum { SIZE = 64 };
static const char text[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
static char buffer[SIZE];

static ssize_t transfer(int fd, short events) {
    return events == POLLOUT ? send(fd, text, SIZE, 0) : recv(fd, buffer, SIZE, 0);
}

// A descriptor and what was last seen of it, which also tells that a call on it can go on.
struct end {
    int fd;
    struct observation seen;
};

// One step: send when `events` is POLLOUT, recv when it is POLLIN.
static void step(const struct options *options, struct end *end, struct end *peer, short events) {
    int fd = end->fd;
    if (options->mode == BARE) {
        if (transfer(fd, events) != SIZE) must(-1, "short transfer");
        return;
    }
    long long start = now();
    ssize_t result = transfer(fd, events);
    int error = result < 0 ? errno : 0;
    long long took = now() - start;
    end->seen = observe_since(fd, events == POLLOUT ? &end->seen : NULL);
    peer->seen = observe_since(peer->fd, &peer->seen);
    if (result != SIZE) must(-1, "short transfer");
    if (options->mode == WRITTEN)
        write_line(options->line_length, events == POLLOUT ? "send" : "recv",
                   fd, result, error, took, end->seen, peer->seen);
}

int main(int argc, char **argv) {
    struct options options = read_options(argc, argv);
    struct sockaddr_in address;
    int server = listener(&address);
    struct end client = {.fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket")};
    must(connect(client.fd, (struct sockaddr *)&address, sizeof address), "connect");
    struct end accepted = {.fd = must(accept(server, NULL, NULL), "accept")};

    for (long i = 0; i < options.count; i++) {
        step(&options, &client, &accepted, POLLOUT);
        step(&options, &accepted, &client, POLLIN);
        step(&options, &accepted, &client, POLLOUT);
        step(&options, &client, &accepted, POLLIN);
    }
}
