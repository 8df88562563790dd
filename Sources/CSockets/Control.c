// Control messages, which C reads with macros, and calls that glibc declares only with _GNU_SOURCE. See cmsg(3).
#define _GNU_SOURCE
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "CSockets.h"

size_t sockplay_control_space(size_t length) { return CMSG_SPACE(length); }

size_t sockplay_control_length(size_t length) { return CMSG_LEN(length); }

void sockplay_control_write(void *room, int level, int type, const void *data, size_t length) {
  struct cmsghdr *header = room;
  memset(room, 0, CMSG_SPACE(length));
  header->cmsg_len = CMSG_LEN(length);
  header->cmsg_level = level;
  header->cmsg_type = type;
  if (length > 0) memcpy(CMSG_DATA(header), data, length);
}

size_t sockplay_control_read(const void *room, size_t length, size_t start, struct sockplay_control *found) {
  if (start > length || length - start < sizeof(struct cmsghdr)) return 0;
  struct cmsghdr *header = (struct cmsghdr *)((char *)room + start);
  if (header->cmsg_len < CMSG_LEN(0) || header->cmsg_len > length - start) return 0;
  found->level = header->cmsg_level;
  found->type = header->cmsg_type;
  found->data = CMSG_DATA(header);
  found->length = header->cmsg_len - CMSG_LEN(0);
  return start + CMSG_ALIGN(header->cmsg_len);
}

#define SAME(field)                                                                                        \
  _Static_assert(offsetof(struct sockplay_mmsghdr, field) == offsetof(struct mmsghdr, msg_hdr.field) &&    \
                     sizeof(((struct sockplay_mmsghdr *)0)->field) == sizeof(((struct msghdr *)0)->field), \
                 "sockplay_mmsghdr: " #field " is not where the C library has it")
SAME(msg_name);
SAME(msg_namelen);
SAME(msg_iov);
SAME(msg_iovlen);
SAME(msg_control);
SAME(msg_controllen);
SAME(msg_flags);
_Static_assert(sizeof(struct sockplay_mmsghdr) == sizeof(struct mmsghdr) &&
                   offsetof(struct sockplay_mmsghdr, msg_len) == offsetof(struct mmsghdr, msg_len),
               "sockplay_mmsghdr is not as the C library has it");

int sockplay_sendmmsg(int fd, struct sockplay_mmsghdr *messages, unsigned count, int flags) {
  return sendmmsg(fd, (struct mmsghdr *)messages, count, flags);
}

int sockplay_recvmmsg(int fd, struct sockplay_mmsghdr *messages, unsigned count, int flags, int64_t timeout) {
  struct timespec limit = {timeout / 1000000000, timeout % 1000000000};
  return recvmmsg(fd, (struct mmsghdr *)messages, count, flags, timeout < 0 ? NULL : &limit);
}
