// Reads sock_diag messages, for Listing.c and Diagnostics.c.
#pragma once

#include <linux/netlink.h>

#include "CSockets.h"

/// Reads an inet_diag message about one socket of `protocol`. See sock_diag(7).
struct sockplay_listed sockplay_read_inet(const struct nlmsghdr *header, int protocol);
/// Reads a unix_diag message about one socket. See sock_diag(7).
struct sockplay_listed sockplay_read_unix(const struct nlmsghdr *header);
