// What Swift cannot import from Linux's headers, and nothing else.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The kernel's `struct tcp_info`, its bit fields as whole bytes. <linux/tcp.h> and <netinet/tcp.h>
/// both define a `tcp_info` and cannot be imported together; Layout.c proves that this one agrees.
struct sockplay_tcp_info {
  uint8_t state, ca_state, retransmits, probes, backoff, options, wscale, flags;
  uint32_t rto, ato, snd_mss, rcv_mss;
  uint32_t unacked, sacked, lost, retrans, fackets;
  uint32_t last_data_sent, last_ack_sent, last_data_recv, last_ack_recv;
  uint32_t pmtu, rcv_ssthresh, rtt, rttvar, snd_ssthresh, snd_cwnd, advmss, reordering;
  uint32_t rcv_rtt, rcv_space, total_retrans;
  uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received;
  uint32_t segs_out, segs_in, notsent_bytes, min_rtt, data_segs_in, data_segs_out;
  uint64_t delivery_rate, busy_time, rwnd_limited, sndbuf_limited;
  uint32_t delivered, delivered_ce;
  uint64_t bytes_sent, bytes_retrans;
  uint32_t dsack_dups, reord_seen, rcv_ooopack, snd_wnd, rcv_wnd, rehash;
  uint16_t total_rto, total_rto_recoveries;
  uint32_t total_rto_time, received_ce;
  uint32_t delivered_e1_bytes, delivered_e0_bytes, delivered_ce_bytes;
  uint32_t received_e1_bytes, received_e0_bytes, received_ce_bytes;
  // What follows since Linux 6.18, on how accurate ECN was agreed, has changed its layout from one kernel to the next.
};

/// Reads TCP_INFO of FD; false when the kernel gives none (not a TCP socket).
bool sockplay_tcp_info(int fd, struct sockplay_tcp_info *info);
/// Reads TCP_INFO of FD into INFO; returns how many bytes this kernel filled, or -1.
int sockplay_tcp_info_length(int fd, struct sockplay_tcp_info *info);
/// Bytes waiting to be read (SIOCINQ), or -1 where the kernel does not say.
int sockplay_unread(int fd);
/// Bytes not yet acknowledged by the peer (SIOCOUTQ), or -1 where the kernel does not say.
int sockplay_unsent(int fd);
/// The status flags of FD (F_GETFL), or -1.
int sockplay_status_flags(int fd);

/// accept4(2), which <sys/socket.h> hides from Swift. ADDRESS is a struct sockaddr.
int sockplay_accept4(int fd, void *address, uint32_t *length, int flags);

/// Opens a netlink socket for sock_diag(7), or returns -1.
int sockplay_diag_open(void);
/// What sock_diag(7) tells of one socket, with or without a descriptor.
struct sockplay_diag {
  uint8_t state;         // the kernel's TCP state number
  uint8_t timer;         // inet_diag's timer: 1 retransmission, 2 keep-alive, 3 TIME_WAIT, 4 window probe
  uint32_t expires;      // milliseconds until that timer runs out
  uint32_t receive, send;  // queues; on a listener its length and its limit
  uint32_t inode, peer;    // inode numbers; the peer's is known for AF_UNIX only
  uint8_t shut;            // of AF_UNIX: 1 nothing more is received, 2 nothing more is sent
};

/// Asks NETLINK for the TCP socket with exactly these addresses (16 bytes each, ports in network
/// order). Returns 0, or an errno; ENOENT when the kernel has forgotten it. See sock_diag(7).
int sockplay_diag_tcp(int netlink, int family, const void *local, uint16_t local_port,
                      const void *peer, uint16_t peer_port, struct sockplay_diag *found);
/// Asks NETLINK for the MPTCP connection with this token. Returns 0 or an errno. See <linux/mptcp.h>.
int sockplay_diag_mptcp(int netlink, int family, uint32_t token, struct sockplay_diag *found);
/// Asks NETLINK for the UNIX domain socket with this inode. Returns 0 or an errno.
int sockplay_diag_unix(int netlink, uint32_t inode, struct sockplay_diag *found);

/// One socket of the machine, as sock_diag(7) lists it.
struct sockplay_listed {
  uint8_t family, protocol, type, state;  // the protocol is 0 for AF_UNIX, which has a type instead
  uint8_t timer;
  uint32_t expires;
  uint32_t receive, send, inode, peer;
  uint16_t local_port, peer_port;          // in host byte order
  uint8_t local_host[16], peer_host[16];   // in network byte order
  uint32_t interface;
  uint8_t path[108];
  uint8_t path_length;
  uint8_t shut;                            // as in sockplay_diag
  bool has_file;                           // whether it has a socket file, which the next two tell from all others
  uint32_t file_device, file_inode;        // the device as the kernel has it: 12 bits and 20
};
/// Calls VISIT for every socket of FAMILY (and PROTOCOL, for the internet families). Returns 0 or an errno.
int sockplay_diag_list(int netlink, int family, int protocol, void (*visit)(void *context, const struct sockplay_listed *found), void *context);

/// errno's symbol, such as "EINVAL", and its text, or of a number below zero getaddrinfo's error; NULL for a number that Linux does not have.
const char *sockplay_errno_name(int number);
const char *sockplay_errno_text(int number);

/// The signals a person sends from the keyboard, counted by the handler, and those that end a program. The counts only grow.
struct sockplay_signals {
  unsigned interrupts;  // SIGINT: Ctrl-C
  unsigned suspends;    // SIGTSTP: Ctrl-Z
  bool ends;            // SIGTERM or SIGHUP came: the program is to clean up and end. Interrupts grow with each look then.
};
/// Takes the handlers of Swift's runtime away from the signals of a crash, unless SWIFT_BACKTRACE is set, and from SIGQUIT. They
/// would print a backtrace by a helper that may outlive this program, and wait for a key.
void sockplay_leave_crashes_alone(void);
/// Ignores SIGQUIT, which Ctrl-\ sends, as shells do.
void sockplay_ignore_quit(void);
/// Installs the handlers for SIGINT, SIGTSTP, SIGTERM, SIGHUP and SIGQUIT, which count and wake WAKE (an eventfd), and a handler
/// without SA_RESTART and without effect for SIGUSR1, which makes a waiting call return EINTR. SIGPIPE and
/// SIGXFSZ are ignored, so that the calls fail with EPIPE and EFBIG; SIGIO too, which O_ASYNC asks for. None of those with a handler stays
/// blocked.
void sockplay_catch_signals(int wake);
/// Gives SIGTSTP back its own effect.
void sockplay_leave_suspending(void);
/// Gives SIGPIPE a handler that only notes it, or has it ignored. The C function is sigaction.
int sockplay_handle_pipe_signal(bool catches);
/// Forgets SIGPIPE on the calling thread, and tells whether its handler has run there since.
void sockplay_forget_pipe_signal(void);
bool sockplay_had_pipe_signal(void);
struct sockplay_signals sockplay_signals(void);
/// Ends the program by the signal that was to end it, so that whoever started it learns of that; nothing when none came.
void sockplay_end_by_signal(void);
/// Stops the program as Ctrl-Z stops any other; where no shell could wake it again, nothing happens.
void sockplay_suspend(void);
/// A descriptor that another thread or a signal handler can make readable, see eventfd(2); -1 and errno.
int sockplay_eventfd(void);
/// Waits until FD is readable, at most so many microseconds. The C function is ppoll.
void sockplay_wait(int fd, long microseconds);
/// How many of COUNT `struct pollfd` are ready at this moment. The C function is ppoll without a set of signals, so that this look is
/// told from a call of the user's, which has one.
int sockplay_ready(void *entries, unsigned count);

/// `struct epoll_event`, which is packed on some machines: Swift cannot import it.
struct sockplay_epoll_event {
  uint32_t events;
  uint64_t data;
};
/// The C function is epoll_create1.
int sockplay_epoll_create(int flags);
/// The C function is epoll_ctl.
int sockplay_epoll_ctl(int epoll, int operation, int fd, const struct sockplay_epoll_event *event);
/// The C function is epoll_wait.
int sockplay_epoll_wait(int epoll, struct sockplay_epoll_event *events, int room, int milliseconds);
/// The C functions of these names, which block SIGNALS while they wait: bit 0 stands for signal 1. A time below 0 is none.
int sockplay_ppoll(void *entries, unsigned count, int64_t nanoseconds, uint32_t signals);
int sockplay_pselect(int width, void *read, void *write, void *except, int64_t nanoseconds, uint32_t signals);
int sockplay_epoll_pwait(int epoll, struct sockplay_epoll_event *events, int room, int milliseconds, uint32_t signals);
int sockplay_epoll_pwait2(int epoll, struct sockplay_epoll_event *events, int room, int64_t nanoseconds, uint32_t signals);

/// Reads and writes a number that several threads share, whole.
static inline int64_t sockplay_load(const int64_t *number) { return __atomic_load_n(number, __ATOMIC_ACQUIRE); }
static inline void sockplay_store(int64_t *number, int64_t value) { __atomic_store_n(number, value, __ATOMIC_RELEASE); }
/// What was written before it is there for others before anything is read behind it.
static inline void sockplay_fence(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

/// The kernel's number of the calling thread. The C function is gettid.
int sockplay_thread(void);
/// The C function of the same name, which takes what is behind ARGUMENT by its address.
int sockplay_ioctl(int fd, unsigned long request, void *argument);
/// The C functions of the same names. OFFSET may be NULL.
ptrdiff_t sockplay_sendfile(int out, int in, int64_t *offset, size_t count);
ptrdiff_t sockplay_splice(int from, int to, size_t count, unsigned flags);
ptrdiff_t sockplay_tee(int from, int to, size_t count, unsigned flags);
/// Columns that a Unicode scalar takes on a terminal, -1 where nothing is known. The C function is wcwidth.
int sockplay_columns(uint32_t scalar);

/// A control message as the kernel wrote it. DATA points into the room that it was read from.
struct sockplay_control {
  int level, type;
  const void *data;
  size_t length;
};
/// Room that a control message with LENGTH bytes of data takes. The C macro is CMSG_SPACE.
size_t sockplay_control_space(size_t length);
/// What cmsg_len says of a control message with LENGTH bytes of data. The C macro is CMSG_LEN.
size_t sockplay_control_length(size_t length);
/// Writes a control message at ROOM, which is aligned and large enough. The C macro is CMSG_DATA.
void sockplay_control_write(void *room, int level, int type, const void *data, size_t length);
/// Reads the control message at START of ROOM, which LENGTH bytes were written to. Returns where the next one begins,
/// or 0 when there is none. The C macro is CMSG_NXTHDR.
size_t sockplay_control_read(const void *room, size_t length, size_t start, struct sockplay_control *found);

/// The `struct mmsghdr` of <sys/socket.h>, which only GNU programs see: a `struct msghdr`, and the length of its message.
/// Control.c proves that this one agrees.
struct sockplay_mmsghdr {
  void *msg_name;
  uint32_t msg_namelen;
  void *msg_iov;  // struct iovec
  size_t msg_iovlen;
  void *msg_control;
  size_t msg_controllen;
  int msg_flags;
  int padding;  // at the end of the struct msghdr
  unsigned msg_len;
};
/// The C functions are sendmmsg and recvmmsg. A TIMEOUT in nanoseconds below 0 is none.
int sockplay_sendmmsg(int fd, struct sockplay_mmsghdr *messages, unsigned count, int flags);
int sockplay_recvmmsg(int fd, struct sockplay_mmsghdr *messages, unsigned count, int flags, int64_t timeout);
/// A descriptor for the process PID, and a copy of its descriptor FD; -1 and errno. See pidfd_open(2) and pidfd_getfd(2).
int sockplay_pidfd_open(int pid);
int sockplay_pidfd_getfd(int pidfd, int fd);
