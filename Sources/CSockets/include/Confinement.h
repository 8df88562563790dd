// Programs that are held in namespaces of their own.
#pragma once

#include <stdbool.h>

/// unshare(2) for a program that is held in namespaces of its own: with CLONE_NEWUSER; with CLONE_NEWNS and, if so wanted,
/// CLONE_NEWUSER; with all that keeps the processes that are started from then on to themselves.
int sockplay_unshare_user(void);
int sockplay_unshare_mounts(bool with_user);
int sockplay_unshare_processes(void);
/// mount(2).
int sockplay_mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data);
/// open(2) with O_PATH.
int sockplay_open_path(const char *path);
/// Lets nobody write to any file of this mount namespace but those of the mount at `besides`, see mount_setattr(2).
int sockplay_read_only(const char *besides);
/// fork(2), for a process with one thread.
int sockplay_fork(void);
/// Becomes `user`, for good, with the group of that number alone.
int sockplay_become(unsigned user);
/// Lets no other process look into this one, see PR_SET_DUMPABLE in prctl(2).
void sockplay_refuse_tracing(void);
/// Lets no program that is executed gain rights, see PR_SET_NO_NEW_PRIVS in prctl(2), nor have the keys of its user, see
/// session-keyring(7).
void sockplay_gain_nothing(void);
/// socketpair(2): two ends that pass packets, and are closed in programs that are executed.
int sockplay_packet_pair(int ends[2]);
