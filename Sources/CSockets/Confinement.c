// What a program that is held in namespaces of its own needs, see namespaces(7), mount_setattr(2) and prctl(2).
#define _GNU_SOURCE
#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

int sockplay_unshare_user(void) { return unshare(CLONE_NEWUSER); }

int sockplay_unshare_mounts(bool with_user) { return unshare(CLONE_NEWNS | (with_user ? CLONE_NEWUSER : 0)); }

int sockplay_unshare_processes(void) {
  return unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS);
}

int sockplay_mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data) {
  return mount(source, target, type, flags, data);
}

int sockplay_fork(void) { return fork(); }

int sockplay_open_path(const char *path) { return open(path, O_PATH | O_CLOEXEC); }

int sockplay_read_only(const char *besides) {
  struct mount_attr set = {.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID}, clear = {.attr_clr = MOUNT_ATTR_RDONLY};
  if (syscall(SYS_mount_setattr, AT_FDCWD, "/", AT_RECURSIVE, &set, sizeof set) != 0) return -1;
  return (int)syscall(SYS_mount_setattr, AT_FDCWD, besides, 0, &clear, sizeof clear);
}

int sockplay_become(unsigned user) {
  if (setgroups(0, NULL) != 0 || setresgid(user, user, user) != 0 || setresuid(user, user, user) != 0) return -1;
  return prctl(PR_SET_DUMPABLE, 1);
}

void sockplay_refuse_tracing(void) { prctl(PR_SET_DUMPABLE, 0); }

void sockplay_gain_nothing(void) {
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  // A new session keyring: the one before may hold keys of this user.
  syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
}

int sockplay_packet_pair(int ends[2]) { return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends); }
