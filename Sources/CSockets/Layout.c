// Asserts at compile time that our tcp_info has the kernel's layout.
#include <linux/tcp.h>
#include <stddef.h>

#include "CSockets.h"

#define SAME(field)                                                              \
  _Static_assert(offsetof(struct sockplay_tcp_info, field) ==                    \
                     offsetof(struct tcp_info, tcpi_##field),                    \
                 "sockplay_tcp_info: " #field " is not where the kernel has it")
SAME(state);
SAME(rto);
SAME(unacked);
SAME(last_data_sent);
SAME(rtt);
SAME(total_retrans);
SAME(pacing_rate);
SAME(bytes_received);
SAME(notsent_bytes);
SAME(data_segs_out);
SAME(min_rtt);
SAME(delivery_rate);
SAME(sndbuf_limited);
SAME(delivered_ce);
SAME(bytes_sent);
SAME(dsack_dups);
SAME(snd_wnd);
