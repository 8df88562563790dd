// What Swift cannot import from Linux's headers, and nothing else.
#pragma once

#include "Confinement.h"
#include "Frames.h"
#include "Hosts.h"
#include "NetworkLists.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The kernel's `struct tcp_info`, its bit fields as whole bytes. <linux/tcp.h> and <netinet/tcp.h> both define a
/// `tcp_info` and cannot be imported together; Layout.c asserts that this one agrees.
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
  // The fields after these, on accurate ECN since Linux 6.18, have changed their layout from one kernel to the next.
};

/// Reads TCP_INFO of `fd`; false if it is not a TCP socket.
bool sockplay_tcp_info(int fd, struct sockplay_tcp_info *info);
/// Reads TCP_INFO of `fd` into `info`; returns how many bytes this kernel filled, or -1.
int sockplay_tcp_info_length(int fd, struct sockplay_tcp_info *info);
/// Bytes waiting to be read (SIOCINQ), or -1 if the kernel does not say.
int sockplay_unread(int fd);
/// Bytes not yet acknowledged by the peer (SIOCOUTQ), or -1 if the kernel does not say.
int sockplay_unsent(int fd);
/// The status flags of `fd` (F_GETFL), or -1.
int sockplay_status_flags(int fd);

/// accept4(2), which <sys/socket.h> hides from Swift. `address` is a struct sockaddr.
int sockplay_accept4(int fd, void *address, uint32_t *length, int flags);

/// memfd_create(2) with MFD_CLOEXEC.
int sockplay_memory_file(void);

/// unshare(2) with CLONE_NEWNET and, if so wanted, CLONE_NEWUSER.
int sockplay_unshare_network(bool with_user);
/// Moves this process into the network namespace of another one, and into its user namespace unless that is this one's.
int sockplay_join_network(int process);
/// Brings the interface lo up with SIOCSIFFLAGS, see netdevice(7). `socket` is any.
int sockplay_raise_loopback(int socket);
/// The MTU of an interface of this network namespace, from SIOCGIFMTU, or -1. See netdevice(7).
int sockplay_mtu(const char *interface);

/// Whether this kernel lets a filter answer system calls, see seccomp(2).
bool sockplay_takes_filters(void);
/// The most system calls that one filter answers.
#define SOCKPLAY_FILTERED_CALLS 4
/// Lets the system calls with these `numbers` fail with `error` on the calling thread, from now on.
int sockplay_filter_calls(const int32_t *numbers, int count, int error);

/// Puts a capability of the calling thread into effect, or out of effect. See capset(2).
int sockplay_set_capability(int number, bool is_effective);

/// The most bytes of the kernel's own words for what is wrong with a change, with the NUL that ends them.
#define SOCKPLAY_MESSAGE_SIZE 128
/// A route of the main table. Addresses are in network byte order, 4 bytes or 16.
struct sockplay_route {
  uint8_t family, type;  // the type is RTN_UNICAST or one that refuses what it matches
  uint8_t prefix;
  bool has_gateway;
  uint32_t interface;  // 0 for none
  uint8_t destination[16], gateway[16];
};
/// Adds a route, or deletes it. This and what follows returns 0, or -1 with the errno of the kernel's answer, and writes
/// the kernel's own words for what is wrong to `message`, if it has some. See rtnetlink(7).
int sockplay_change_route(bool adds, const struct sockplay_route *route, char message[SOCKPLAY_MESSAGE_SIZE]);
/// Gives an interface an address, or takes it away. See rtnetlink(7).
int sockplay_change_address(bool adds, int family, const void *address, uint8_t prefix, uint32_t interface,
                            char message[SOCKPLAY_MESSAGE_SIZE]);
/// Sets the MTU of an interface, or where that is 0 whether it is up. See rtnetlink(7).
int sockplay_change_link(uint32_t interface, bool is_up, uint32_t mtu, char message[SOCKPLAY_MESSAGE_SIZE]);
/// Ends the socket with exactly these addresses (16 bytes each, ports in network order) and this cookie: SOCK_DESTROY of
/// sock_diag(7).
int sockplay_destroy(int family, int protocol, const void *local, uint16_t local_port, const void *peer,
                     uint16_t peer_port, uint64_t cookie, char message[SOCKPLAY_MESSAGE_SIZE]);

/// Opens a netlink socket for sock_diag(7), or returns -1.
int sockplay_diag_open(void);
/// What sock_diag(7) says of one socket, with or without a descriptor.
struct sockplay_diag {
  uint8_t state;         // the kernel's TCP state number
  uint8_t timer;         // inet_diag's timer: 1 retransmission, 2 keep-alive, 3 TIME_WAIT, 4 window probe
  uint32_t expires;      // milliseconds until that timer expires
  uint32_t receive, send;  // queues in bytes; on a listener the length of its accept queue, and the backlog
  uint32_t inode, peer;    // inode numbers; the peer's is known for AF_UNIX only
  uint8_t shut;            // 1 receiving is shut down, which a FIN does, too; 2 sending is shut down
};

/// Asks `netlink` for the TCP socket with exactly these addresses (16 bytes each, ports in network order) and this
/// cookie; 0 for any. Returns 0, or an errno: ENOENT when the kernel has forgotten it, ENOENT or ESTALE when another
/// socket has its addresses. See sock_diag(7).
int sockplay_diag_tcp(int netlink, int family, const void *local, uint16_t local_port,
                      const void *peer, uint16_t peer_port, uint64_t cookie, struct sockplay_diag *found);
/// Asks `netlink` for the MPTCP connection with this token. Returns 0 or an errno. See <linux/mptcp.h>.
int sockplay_diag_mptcp(int netlink, int family, uint32_t token, struct sockplay_diag *found);
/// Asks `netlink` for the UNIX domain socket with this inode. Returns 0 or an errno.
int sockplay_diag_unix(int netlink, uint32_t inode, struct sockplay_diag *found);
/// Asks `netlink` for the clients that wait in the accept queue of the UNIX domain listener with this inode, and writes
/// their inodes to `clients`. Returns how many, at most `room`.
int sockplay_diag_unix_queue(int netlink, uint32_t listener, uint32_t *clients, int room);

/// One socket of the machine, as sock_diag(7) lists it.
struct sockplay_listed {
  uint8_t family, protocol, type, state;  // the protocol is 0 for AF_UNIX, which has a type instead
  uint8_t timer;
  uint32_t expires;
  uint32_t receive, send, inode, peer;
  uint16_t local_port, peer_port;          // in host byte order
  uint8_t local_host[16], peer_host[16];   // in network byte order
  uint32_t interface;                      // that it is tied to (SO_BINDTODEVICE); 0 for none
  uint32_t user;                           // of the internet families
  uint8_t only_ipv6;                       // IPV6_V6ONLY: 0 off, 1 on, 2 not told
  uint64_t cookie;                         // of the internet families: what tells it from all other sockets
  uint8_t path[108];
  uint8_t path_length;
  uint8_t shut;                            // as in sockplay_diag
  uint32_t drops;                          // packets for it that the kernel dropped; of TCP and UDP in a list of all
  uint32_t receive_buffer;                 // SO_RCVBUF; of TCP and UDP in a list of all
  bool has_file;                           // whether it has a socket file, which the next two identify
  uint32_t file_device, file_inode;        // the device in the kernel's form: 12 bits major, 20 bits minor
};
/// Calls `visit` for every socket of `family` (and `protocol`, for the internet families). Returns 0 or an errno.
int sockplay_diag_list(int netlink, int family, int protocol, void (*visit)(void *context, const struct sockplay_listed *found), void *context);

/// The symbol of an errno, such as "EINVAL", and its text; for a number below zero, those of getaddrinfo's error. NULL
/// for an unknown number.
const char *sockplay_errno_name(int number);
const char *sockplay_errno_text(int number);

/// The signals from the keyboard, counted by the handlers, and those that end a program. The counts never decrease.
struct sockplay_signals {
  unsigned interrupts;  // SIGINT: Ctrl-C
  unsigned suspends;    // SIGTSTP: Ctrl-Z
  bool ends;            // SIGTERM or SIGHUP came: the program is to clean up and end. From then on each reading counts one more interrupt.
  bool is_time_up;      // The time of sockplay_limit_time is up: the play is to end. Each reading counts one more interrupt, too.
};
/// Ends the play after `milliseconds`. The C function is setitimer.
void sockplay_limit_time(long milliseconds);
/// Makes the program end because its terminal is gone: by SIGHUP, unless that is ignored.
void sockplay_note_hangup(void);
/// Removes the Swift runtime's handlers for the signals of a crash, unless SWIFT_BACKTRACE is set, and for SIGQUIT.
/// They would start a helper that prints a backtrace, waits for a key, and may outlive this program.
void sockplay_leave_crashes_alone(void);
/// Ignores SIGQUIT, which Ctrl-\ sends, as shells do.
void sockplay_ignore_quit(void);
/// Installs handlers for SIGINT, SIGTSTP, SIGTERM, SIGHUP and SIGQUIT, which count the signal and signal `wake` (an
/// eventfd), and an empty handler without SA_RESTART for SIGUSR1, which makes a waiting call return EINTR. SIGPIPE and
/// SIGXFSZ are ignored, so that the calls fail with EPIPE and EFBIG; so is SIGIO, which O_ASYNC asks for. All signals
/// with a handler are unblocked.
void sockplay_catch_signals(int wake);
/// Restores the default action of SIGTSTP.
void sockplay_leave_suspending(void);
/// Counts SIGTSTP again.
void sockplay_catch_suspending(void);
/// Gives SIGPIPE a handler that only records it, or ignores it. The C function is sigaction.
int sockplay_handle_pipe_signal(bool catches);
/// Clears the record of SIGPIPE on the calling thread, and says whether the handler has run there since.
void sockplay_forget_pipe_signal(void);
bool sockplay_had_pipe_signal(void);
struct sockplay_signals sockplay_signals(void);
/// Ends the program by the signal that asked it to end, so that the parent process sees that signal in the exit status.
/// Does nothing if there was none.
void sockplay_end_by_signal(void);
/// Stops the program as Ctrl-Z stops any other. Does nothing if there is no shell that could continue it.
void sockplay_suspend(void);
/// A descriptor that another thread or a signal handler can make readable, see eventfd(2). Returns -1 and sets errno on
/// failure.
int sockplay_eventfd(void);
/// Waits until `fd` is readable, for at most `microseconds`. The C function is ppoll.
void sockplay_wait(int fd, long microseconds);
/// How many of `count` entries of type `struct pollfd` are ready now. The C function is ppoll without a signal set; a
/// ppoll of the user's has one, so that a trace can tell them apart.
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
/// The C functions of these names, which block `signals` while they wait: bit 0 is signal 1. A negative time means no
/// limit.
int sockplay_ppoll(void *entries, unsigned count, int64_t nanoseconds, uint32_t signals);
int sockplay_pselect(int width, void *read, void *write, void *except, int64_t nanoseconds, uint32_t signals);
int sockplay_epoll_pwait(int epoll, struct sockplay_epoll_event *events, int room, int milliseconds, uint32_t signals);
int sockplay_epoll_pwait2(int epoll, struct sockplay_epoll_event *events, int room, int64_t nanoseconds, uint32_t signals);

/// The calls of these names with arguments by hand, which may be wrong on purpose: the C library does not look at them.
/// `time` is a struct timeval of select, a struct timespec of the others.
int sockplay_select_by_hand(int width, void *read, void *write, void *except, void *time);
int sockplay_pselect_by_hand(int width, void *read, void *write, void *except, void *time, uint32_t signals);
int sockplay_ppoll_by_hand(void *entries, unsigned count, void *time, uint32_t signals);
int sockplay_epoll_pwait2_by_hand(int epoll, void *events, int room, void *time, uint32_t signals);
int sockplay_epoll_ctl_by_hand(int epoll, int operation, int fd, void *event);
int sockplay_epoll_create_by_hand(int size);
int sockplay_recvmmsg_by_hand(int fd, void *messages, unsigned count, int flags, void *time);
ptrdiff_t sockplay_splice_by_hand(int from, int64_t *from_offset, int to, int64_t *to_offset, size_t count,
                                  unsigned flags);

/// Descriptors that are not sockets. The C functions are eventfd, memfd_create, timerfd_create with CLOCK_MONOTONIC,
/// timerfd_settime and signalfd; bit 0 of `signals` is signal 1.
int sockplay_new_eventfd(unsigned count, int flags);
int sockplay_new_memfd(const char *name, unsigned flags);
int sockplay_new_timerfd(int flags);
int sockplay_set_timerfd(int fd, int64_t nanoseconds);
int sockplay_new_signalfd(uint32_t signals, int flags);

/// Atomic load (acquire) and store (release) of a number that several threads share.
static inline int64_t sockplay_load(const int64_t *number) { return __atomic_load_n(number, __ATOMIC_ACQUIRE); }
static inline void sockplay_store(int64_t *number, int64_t value) { __atomic_store_n(number, value, __ATOMIC_RELEASE); }
/// Sequentially consistent fence: writes before it are visible to other threads before any read after it.
static inline void sockplay_fence(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

/// The thread id of the calling thread. The C function is gettid.
int sockplay_thread(void);
/// The C function is ioctl; `argument` points to its third argument.
int sockplay_ioctl(int fd, unsigned long request, void *argument);
/// The C functions of the same names. `offset` may be NULL.
ptrdiff_t sockplay_sendfile(int out, int in, int64_t *offset, size_t count);
ptrdiff_t sockplay_splice(int from, int to, size_t count, unsigned flags);
ptrdiff_t sockplay_tee(int from, int to, size_t count, unsigned flags);
/// The columns that a Unicode scalar takes on a terminal, or -1 if that is unknown. The C function is wcwidth.
int sockplay_columns(uint32_t scalar);

/// A control message as the kernel wrote it. `data` points into the buffer that it was read from.
struct sockplay_control {
  int level, type;
  const void *data;
  size_t length;
};
/// The buffer space for a control message with `length` bytes of data. The C macro is CMSG_SPACE.
size_t sockplay_control_space(size_t length);
/// The value of cmsg_len for a control message with `length` bytes of data. The C macro is CMSG_LEN.
size_t sockplay_control_length(size_t length);
/// Writes a control message to `room`, which must be aligned and large enough. The C macro is CMSG_DATA.
void sockplay_control_write(void *room, int level, int type, const void *data, size_t length);
/// Reads the control message at offset `start` of `room`, which holds `length` bytes. Returns the offset of the next
/// one, or 0 if there is none. The C macro is CMSG_NXTHDR.
size_t sockplay_control_read(const void *room, size_t length, size_t start, struct sockplay_control *found);

/// Has a process that is started close all descriptors from `first` on; `actions` are posix_spawn's file actions. The C
/// function is posix_spawn_file_actions_addclosefrom_np.
int sockplay_close_from(void *actions, int first);

/// The `struct mmsghdr` of <sys/socket.h>, declared only with _GNU_SOURCE: a `struct msghdr`, and the length of its
/// message. Control.c asserts that the layouts agree.
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
/// The C functions are sendmmsg and recvmmsg. `timeout` is in nanoseconds; a negative one means no limit.
int sockplay_sendmmsg(int fd, struct sockplay_mmsghdr *messages, unsigned count, int flags);
int sockplay_recvmmsg(int fd, struct sockplay_mmsghdr *messages, unsigned count, int flags, int64_t timeout);
/// Has the kernel end the calling process when the thread that made it ends. The C function is prctl.
void sockplay_end_with_parent(void);
/// The name of a signal without its SIG, or NULL. The C function is sigabbrev_np.
const char *sockplay_signal_name(int signal);
/// A descriptor for the process `pid`, and a duplicate of its descriptor `fd`; -1 and errno on failure. See
/// pidfd_open(2) and pidfd_getfd(2).
int sockplay_pidfd_open(int pid);
int sockplay_pidfd_getfd(int pidfd, int fd);
/// The processors on which a thread may run. The C type is cpu_set_t.
struct sockplay_processors {
  unsigned long bits[16];
};
/// Lets the calling thread run on `processor` only, and keeps in `before` where it could run until then; false if it may
/// not. The C function is sched_setaffinity.
bool sockplay_pin(int processor, struct sockplay_processors *before);
void sockplay_unpin(const struct sockplay_processors *before);
