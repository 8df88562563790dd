#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>

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

int sockplay_epoll_wait(int epoll, struct sockplay_epoll_event *events, int room, int milliseconds) {
  // The kernel writes its packed structures to the front of the room; they are spread out from the last one on.
  struct epoll_event *packed = (struct epoll_event *)(void *)events;
  int count = epoll_wait(epoll, packed, room, milliseconds);
  for (int index = count - 1; index >= 0; index--) {
    struct epoll_event event = packed[index];
    events[index] = (struct sockplay_epoll_event){.events = event.events, .data = event.data.u64};
  }
  return count;
}
