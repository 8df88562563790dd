// Calls that only Linux has, and ioctl, which is variadic and so cannot be called from Swift.
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "CSockets.h"

int sockplay_ioctl(int fd, unsigned long request, void *argument) { return ioctl(fd, request, argument); }

ptrdiff_t sockplay_sendfile(int out, int in, int64_t *offset, size_t count) {
  return sendfile(out, in, (off_t *)offset, count);
}

ptrdiff_t sockplay_splice(int from, int to, size_t count, unsigned flags) {
  return splice(from, NULL, to, NULL, count, flags);
}

ptrdiff_t sockplay_tee(int from, int to, size_t count, unsigned flags) { return tee(from, to, count, flags); }
