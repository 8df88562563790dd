// What Listing.c and Diagnostics.c read alike.
#pragma once

#include <linux/netlink.h>

#include "CSockets.h"

/// What a message of inet_diag tells of one socket, which is of PROTOCOL. See sock_diag(7).
struct sockplay_listed sockplay_read_inet(const struct nlmsghdr *header, int protocol);
/// What a message of unix_diag tells of one socket. See sock_diag(7).
struct sockplay_listed sockplay_read_unix(const struct nlmsghdr *header);
