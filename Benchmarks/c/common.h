// What the C counterparts share: the options, the observations of a step card, the written line.
//
// A card shows the call, its result, errno, the time it took and the state of the sockets it
// touched. A C program that shows as much must ask the kernel the same questions, so this is the
// least that any tool which prints such a card can cost.

#ifndef COMMON_H
#define COMMON_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// How much a program does around each call.
enum mode {
    BARE,       // the calls alone
    OBSERVED,   // and the card's observations
    WRITTEN,    // and one line of the card's length, written after each call
};

struct options {
    enum mode mode;
    long count;
    size_t line_length;
};

// Exits with the errno text if a call failed.
static long must(long result, const char *what) {
    if (result >= 0) return result;
    perror(what);
    exit(1);
}

// PROGRAM bare|observed|written COUNT [LINE-LENGTH]
static struct options read_options(int argc, char **argv) {
    static const char *const modes[] = {"bare", "observed", "written"};
    struct options options = {BARE, 0, 200};
    int known = 0;
    for (int mode = BARE; argc > 2 && mode <= WRITTEN; mode++) {
        if (strcmp(argv[1], modes[mode]) != 0) continue;
        options.mode = mode;
        known = 1;
    }
    if (!known) {
        fprintf(stderr, "usage: %s bare|observed|written COUNT [LINE-LENGTH]\n", argv[0]);
        exit(1);
    }
    options.count = atol(argv[2]);
    if (argc > 3) options.line_length = strtoul(argv[3], NULL, 10);
    return options;
}

// A TCP listener on a free port of 127.0.0.1; its address goes to `address`.
static int listener(struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    *address = (struct sockaddr_in){.sin_family = AF_INET};
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
    must(bind(fd, (struct sockaddr *)address, length), "bind");
    must(listen(fd, 5), "listen");
    must(getsockname(fd, (struct sockaddr *)address, &length), "getsockname");
    return fd;
}

// What a card says of one socket.
struct observation {
    struct tcp_info info;
    int unread, unsent;
};

// A connected end: its TCP state and the bytes that wait to be read. `known` is what was last seen
// of it when nobody has read from it since: what has not grown is not counted again, as the card does.
static struct observation observe_since(int fd, const struct observation *known) {
    struct observation seen = {.unread = 0, .unsent = 0};
    socklen_t length = sizeof seen.info;
    must(getsockopt(fd, IPPROTO_TCP, TCP_INFO, &seen.info, &length), "TCP_INFO");
    if (known && known->info.tcpi_bytes_received == seen.info.tcpi_bytes_received) seen.unread = known->unread;
    else must(ioctl(fd, SIOCINQ, &seen.unread), "SIOCINQ");
    // Bytes on their way: asked for only while there are some, as the card does.
    if (seen.info.tcpi_unacked) must(ioctl(fd, SIOCOUTQ, &seen.unsent), "SIOCOUTQ");
    return seen;
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

// One line for one call, padded to `length` bytes, in one write(2).
static void write_line(size_t length, const char *call, int fd, long result, int error,
                       long long nanoseconds, struct observation a, struct observation b) {
    char line[4096];
    if (length > sizeof line) length = sizeof line;
    int used = snprintf(line, sizeof line,
                        "%s(%d) = %ld  errno %d  %lld ns  state %d, %d unread  state %d, %d unread",
                        call, fd, result, error, nanoseconds,
                        a.info.tcpi_state, a.unread, b.info.tcpi_state, b.unread);
    if ((size_t)used < length) memset(line + used, ' ', length - used);
    else length = used + 1;
    line[length - 1] = '\n';
    must(write(STDOUT_FILENO, line, length), "write");
}

#endif
