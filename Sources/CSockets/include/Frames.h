// The frames of an interface.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Memory of a packet socket that the kernel writes frames to, in slots of one size. See PACKET_RX_RING in packet(7).
struct sockplay_ring {
  int fd;
  char *memory;
  size_t size;
  uint32_t slot, count;
  uint32_t next;  // the slot of the oldest frame
  int64_t lead;   // of CLOCK_REALTIME, which the kernel's times are of, before CLOCK_MONOTONIC, in nanoseconds
};
/// What is a multiple of a slot, and of a page.
#define SOCKPLAY_RING_BLOCK 65536
/// Gives the packet socket `fd` a ring of `count` slots of `slot` bytes each: a part of SOCKPLAY_RING_BLOCK, as `count` is
/// a multiple of what fits into one. Returns 0, or -1 and errno. The descriptor stays the caller's.
int sockplay_ring_open(struct sockplay_ring *ring, int fd, uint32_t slot, uint32_t count);
void sockplay_ring_close(struct sockplay_ring *ring);
/// A frame in its slot.
struct sockplay_seen_frame {
  const void *bytes;
  uint32_t length;    // as many as the slot has room for
  uint32_t original;  // as many as the frame has
  int64_t moment;     // when the kernel got it, in nanoseconds of CLOCK_MONOTONIC
};
/// The frames that are there, the oldest first, at most `room`. They stay until they are released.
unsigned sockplay_ring_peek(struct sockplay_ring *ring, struct sockplay_seen_frame *frames, unsigned room);
/// Gives the slots of the `count` oldest frames back to the kernel.
void sockplay_ring_release(struct sockplay_ring *ring, unsigned count);
/// How many frames the ring had no room for since this was last asked: PACKET_STATISTICS of packet(7).
uint32_t sockplay_ring_drops(const struct sockplay_ring *ring);
/// Writes `count` frames, each a struct iovec; returns how many the interface refused. The C function is sendmmsg.
unsigned sockplay_send_frames(int fd, const void *frames, unsigned count);
/// Waits for `entries` of type struct pollfd, with the signals blocked that are; a negative time means no limit. The C
/// function is ppoll.
int sockplay_wait_frames(void *entries, unsigned count, int64_t nanoseconds);
/// Lets the waits of the calling thread end when their time is up, not a little later: PR_SET_TIMERSLACK of prctl(2).
int sockplay_exact_timers(void);
