// Calls whose C functions look at what their pointers point to before the kernel does: for pointers that are wrong on
// purpose, and for times that are none.
#define _GNU_SOURCE
#include <signal.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

// The kernel's signal set has 64 bits; bit 0 is signal 1.
static const size_t set_size = 8;

int sockplay_select_by_hand(int width, void *read, void *write, void *except, void *time) {
#ifdef SYS_select
  return (int)syscall(SYS_select, width, read, write, except, time);
#else
  return (int)syscall(SYS_pselect6, width, read, write, except, time, NULL);
#endif
}

int sockplay_pselect_by_hand(int width, void *read, void *write, void *except, void *time, uint32_t signals) {
  uint64_t set = signals;
  struct {
    const void *set;
    size_t size;
  } mask = {&set, set_size};
  return (int)syscall(SYS_pselect6, width, read, write, except, time, &mask);
}

int sockplay_ppoll_by_hand(void *entries, unsigned count, void *time, uint32_t signals) {
  uint64_t set = signals;
  return (int)syscall(SYS_ppoll, entries, count, time, &set, set_size);
}

int sockplay_epoll_pwait2_by_hand(int epoll, void *events, int room, void *time, uint32_t signals) {
  uint64_t set = signals;
  return (int)syscall(SYS_epoll_pwait2, epoll, events, room, time, &set, set_size);
}

int sockplay_epoll_ctl_by_hand(int epoll, int operation, int fd, void *event) {
  return epoll_ctl(epoll, operation, fd, event);
}

int sockplay_epoll_create_by_hand(int size) { return epoll_create(size); }

int sockplay_recvmmsg_by_hand(int fd, void *messages, unsigned count, int flags, void *time) {
  return (int)syscall(SYS_recvmmsg, fd, messages, count, flags, time);
}

ptrdiff_t sockplay_splice_by_hand(int from, int64_t *from_offset, int to, int64_t *to_offset, size_t count,
                                  unsigned flags) {
  return syscall(SYS_splice, from, from_offset, to, to_offset, count, flags);
}
