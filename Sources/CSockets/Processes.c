// Calls that older C libraries have no function for.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

int sockplay_pidfd_open(int pid) { return syscall(SYS_pidfd_open, pid, 0); }

int sockplay_pidfd_getfd(int pidfd, int fd) { return syscall(SYS_pidfd_getfd, pidfd, fd, 0); }

_Static_assert(sizeof(struct sockplay_processors) == sizeof(cpu_set_t), "a set of processors fits");

bool sockplay_pin(int processor, struct sockplay_processors *before) {
  if (processor < 0 || processor >= CPU_SETSIZE || sched_getaffinity(0, sizeof *before, (cpu_set_t *)before) < 0) return false;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  return sched_setaffinity(0, sizeof one, &one) == 0;
}

void sockplay_unpin(const struct sockplay_processors *before) {
  sched_setaffinity(0, sizeof *before, (const cpu_set_t *)before);
}

int sockplay_close_from(void *actions, int first) { return posix_spawn_file_actions_addclosefrom_np(actions, first); }

void sockplay_end_with_parent(void) { prctl(PR_SET_PDEATHSIG, SIGKILL); }

const char *sockplay_signal_name(int signal) { return sigabbrev_np(signal); }

int sockplay_memory_file(void) { return memfd_create("output", MFD_CLOEXEC); }
