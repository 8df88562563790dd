// Calls that older C libraries have no function for.
#define _GNU_SOURCE
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

int sockplay_pidfd_open(int pid) { return syscall(SYS_pidfd_open, pid, 0); }

int sockplay_pidfd_getfd(int pidfd, int fd) { return syscall(SYS_pidfd_getfd, pidfd, fd, 0); }
