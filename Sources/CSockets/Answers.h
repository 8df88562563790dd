// Reads the answers of netlink: sock_diag(7) for Listing.c and Diagnostics.c, rtnetlink(7) for NetworkLists.c.
#pragma once

#include <linux/netlink.h>
#include <stddef.h>

#include "CSockets.h"

/// Reads an inet_diag message about one socket of `protocol`. See sock_diag(7).
struct sockplay_listed sockplay_read_inet(const struct nlmsghdr *header, int protocol);
/// Reads a unix_diag message about one socket. See sock_diag(7).
struct sockplay_listed sockplay_read_unix(const struct nlmsghdr *header);

/// Calls `read` with each message of the answers to a dump request, to the end of the list, whatever comes, so that nothing
/// of it is left for the next request. Returns 0 or an errno.
int sockplay_read_dump(int netlink, void (*read)(const struct nlmsghdr *header, void *context), void *context);

/// The attribute at `place`, which is before `end` or there; NULL if there is no whole one. See netlink(7).
static inline const struct nlattr *sockplay_attribute_before(const char *end, const char *place) {
  ptrdiff_t left = end - place;
  const struct nlattr *attribute = (const struct nlattr *)place;
  bool is_whole =
      left >= (ptrdiff_t)sizeof *attribute && attribute->nla_len >= sizeof *attribute && attribute->nla_len <= left;
  return is_whole ? attribute : NULL;
}

/// The attribute at `place`, which lies in the message of `header` or at its end; NULL if there is no whole one.
static inline const struct nlattr *sockplay_attribute(const struct nlmsghdr *header, const char *place) {
  return sockplay_attribute_before((const char *)header + header->nlmsg_len, place);
}

/// The first attribute after the `length` bytes with which the message of `header` begins; NULL if there is none.
static inline const struct nlattr *sockplay_first_attribute(const struct nlmsghdr *header, size_t length) {
  return sockplay_attribute(header, (const char *)header + NLMSG_SPACE(length));
}

/// The attribute after `attribute`; NULL if there is none.
static inline const struct nlattr *sockplay_next_attribute(const struct nlmsghdr *header, const struct nlattr *attribute) {
  return sockplay_attribute(header, (const char *)attribute + NLA_ALIGN(attribute->nla_len));
}
