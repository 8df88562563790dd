// Measures: datagrams sent back and forth between two UDP sockets on loopback in one process.
// Fair because: it makes the four calls of the session in the same order with the same 64 bytes;
// `observed` asks the kernel what a step card asks of both sockets, `written` also prints a line as long as a card.

#include "common.h"

enum { SIZE = 64 };
static const char text[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";
static char buffer[SIZE];

struct end {
    int fd;
    struct sockaddr_in address;
};

static struct end bound(void) {
    struct end end = {.address = {.sin_family = AF_INET}};
    socklen_t length = sizeof end.address;
    end.address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    end.fd = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");
    must(bind(end.fd, (struct sockaddr *)&end.address, length), "bind");
    must(getsockname(end.fd, (struct sockaddr *)&end.address, &length), "getsockname");
    return end;
}

// What a card says of a datagram socket: whether it has an address and a peer, and the bytes that wait.
static struct observation look(int fd) {
    struct observation seen = {.unread = 0, .unsent = 0};
    struct sockaddr_storage local, peer;
    socklen_t local_length = sizeof local, peer_length = sizeof peer;
    must(getsockname(fd, (struct sockaddr *)&local, &local_length), "getsockname");
    int has_peer = getpeername(fd, (struct sockaddr *)&peer, &peer_length) == 0;
    seen.info.tcpi_state = has_peer ? 1 : 7;  // TCP_ESTABLISHED and TCP_CLOSE of the kernel
    must(ioctl(fd, SIOCINQ, &seen.unread), "SIOCINQ");
    must(ioctl(fd, SIOCOUTQ, &seen.unsent), "SIOCOUTQ");
    return seen;
}

static ssize_t transfer(struct end *from, struct end *to, int sends) {
    if (sends) return sendto(from->fd, text, SIZE, 0, (struct sockaddr *)&to->address, sizeof to->address);
    struct sockaddr_storage sender;
    socklen_t length = sizeof sender;
    return recvfrom(to->fd, buffer, SIZE, 0, (struct sockaddr *)&sender, &length);
}

// One step: the sending, or the receiving, of a datagram. A card of what is received names one socket only.
static void step(const struct options *options, struct end *from, struct end *to, int sends) {
    if (options->mode == BARE) {
        if (transfer(from, to, sends) != SIZE) must(-1, "short transfer");
        return;
    }
    long long start = now();
    ssize_t result = transfer(from, to, sends);
    int error = result < 0 ? errno : 0;
    long long took = now() - start;
    struct observation own = look(sends ? from->fd : to->fd), other = own;
    if (sends) other = look(to->fd);
    if (result != SIZE) must(-1, "short transfer");
    if (options->mode == WRITTEN)
        write_line(options->line_length, sends ? "sendto" : "recvfrom", sends ? from->fd : to->fd,
                   result, error, took, own, other);
}

int main(int argc, char **argv) {
    struct options options = read_options(argc, argv);
    struct end a = bound(), b = bound();
    for (long i = 0; i < options.count; i++) {
        step(&options, &a, &b, 1);
        step(&options, &a, &b, 0);
        step(&options, &b, &a, 1);
        step(&options, &b, &a, 0);
    }
}
