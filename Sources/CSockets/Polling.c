#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

_Static_assert(sizeof(struct sockplay_epoll_event) >= sizeof(struct epoll_event), "the kernel's events fit where ours go");

int sockplay_ready(void *entries, unsigned count) {
  struct timespec now = {0};
  return ppoll(entries, count, &now, NULL);
}

int sockplay_epoll_create(int flags) { return epoll_create1(flags); }

int sockplay_epoll_ctl(int epoll, int operation, int fd, const struct sockplay_epoll_event *event) {
  struct epoll_event copy = {0};
  if (event) {
    copy.events = event->events;
    copy.data.u64 = event->data;
  }
  return epoll_ctl(epoll, operation, fd, event ? &copy : NULL);
}

// The kernel writes packed structures to the front of the buffer; they are moved to their unpacked places, the last one
// first.
static int spread(struct sockplay_epoll_event *events, int count) {
  struct epoll_event *packed = (struct epoll_event *)(void *)events;
  for (int index = count - 1; index >= 0; index--) {
    struct epoll_event event = packed[index];
    events[index] = (struct sockplay_epoll_event){.events = event.events, .data = event.data.u64};
  }
  return count;
}

int sockplay_epoll_wait(int epoll, struct sockplay_epoll_event *events, int room, int milliseconds) {
  return spread(events, epoll_wait(epoll, (struct epoll_event *)(void *)events, room, milliseconds));
}

// Bit 0 of `signals` is signal 1.
static sigset_t set_of(uint32_t signals) {
  sigset_t set;
  sigemptyset(&set);
  for (int signal = 1; signal < 32; signal++)
    if (signals >> (signal - 1) & 1) sigaddset(&set, signal);
  return set;
}

static struct timespec time_of(int64_t nanoseconds) {
  return (struct timespec){.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
}

int sockplay_ppoll(void *entries, unsigned count, int64_t nanoseconds, uint32_t signals) {
  struct timespec time = time_of(nanoseconds);
  sigset_t blocked = set_of(signals);
  return ppoll(entries, count, nanoseconds < 0 ? NULL : &time, &blocked);
}

int sockplay_pselect(int width, void *read, void *write, void *except, int64_t nanoseconds, uint32_t signals) {
  struct timespec time = time_of(nanoseconds);
  sigset_t blocked = set_of(signals);
  return pselect(width, read, write, except, nanoseconds < 0 ? NULL : &time, &blocked);
}

int sockplay_epoll_pwait(int epoll, struct sockplay_epoll_event *events, int room, int milliseconds, uint32_t signals) {
  sigset_t blocked = set_of(signals);
  return spread(events, epoll_pwait(epoll, (struct epoll_event *)(void *)events, room, milliseconds, &blocked));
}

int sockplay_epoll_pwait2(int epoll, struct sockplay_epoll_event *events, int room, int64_t nanoseconds, uint32_t signals) {
  struct timespec time = time_of(nanoseconds);
  sigset_t blocked = set_of(signals);
  // Older C libraries do not have this function. The kernel's signal set has 64 bits, which is 8 bytes.
  return spread(events, (int)syscall(SYS_epoll_pwait2, epoll, events, room, nanoseconds < 0 ? NULL : &time, &blocked, (size_t)8));
}
