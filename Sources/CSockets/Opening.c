#define _GNU_SOURCE
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "CSockets.h"

int sockplay_new_eventfd(unsigned count, int flags) { return eventfd(count, flags); }

int sockplay_new_memfd(const char *name, unsigned flags) { return memfd_create(name, flags); }

int sockplay_new_timerfd(int flags) { return timerfd_create(CLOCK_MONOTONIC, flags); }

int sockplay_set_timerfd(int fd, int64_t nanoseconds) {
  struct itimerspec time = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
  return timerfd_settime(fd, 0, &time, NULL);
}

int sockplay_new_signalfd(uint32_t signals, int flags) {
  sigset_t set;
  sigemptyset(&set);
  for (int signal = 1; signal < 32; signal++)
    if (signals >> (signal - 1) & 1) sigaddset(&set, signal);
  return signalfd(-1, &set, flags);
}
