// The capabilities of a thread, see capabilities(7). The C library has no functions for these calls.
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CSockets.h"

int sockplay_set_capability(int number, bool is_effective) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
  if (syscall(SYS_capget, &header, sets) != 0) return -1;
  uint32_t bit = CAP_TO_MASK(number);
  struct __user_cap_data_struct *set = &sets[CAP_TO_INDEX(number)];
  set->effective = is_effective ? set->effective | bit : set->effective & ~bit;
  return (int)syscall(SYS_capset, &header, sets);
}
