// A filter of one thread that answers some of its system calls in the kernel's place, see seccomp(2).
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0
#endif

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define JUMP_IF(value, yes, no) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)

bool sockplay_takes_filters(void) {
  uint32_t action = SECCOMP_RET_ERRNO;
  return ARCHITECTURE != 0 && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

int sockplay_filter_calls(const int32_t *numbers, int count, int error) {
  // The architecture, the number, a comparison for each call, and the two answers.
  struct sock_filter program[3 + SOCKPLAY_FILTERED_CALLS + 2];
  if (count > SOCKPLAY_FILTERED_CALLS) {
    errno = EINVAL;
    return -1;
  }
  int length = 0;
  program[length++] = (struct sock_filter)LOAD(arch);
  program[length++] = (struct sock_filter)JUMP_IF(ARCHITECTURE, 0, (uint8_t)(count + 1));
  program[length++] = (struct sock_filter)LOAD(nr);
  for (int i = 0; i < count; i++) {
    program[length++] = (struct sock_filter)JUMP_IF((uint32_t)numbers[i], (uint8_t)(count - i), 0);
  }
  program[length++] = (struct sock_filter)RETURN(SECCOMP_RET_ALLOW);
  program[length++] = (struct sock_filter)RETURN(SECCOMP_RET_ERRNO | ((uint32_t)error & SECCOMP_RET_DATA));
  struct sock_fprog filter = {.len = (unsigned short)length, .filter = program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter);
}
