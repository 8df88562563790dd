// Reading and writing the frames of an interface, many at a time: PACKET_RX_RING of packet(7), described in the kernel's
// Documentation/networking/packet_mmap.rst, sendmmsg(2), prctl(2).
#define _GNU_SOURCE
#include <errno.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

#include "CSockets.h"

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

struct lead {
  int64_t least, most;
};

// How far the clock that can be set is ahead of the other one lies between the two: the thread may have been held up for
// milliseconds between two readings.
static struct lead read_lead(void) {
  int64_t before = nanoseconds(CLOCK_MONOTONIC), settable = nanoseconds(CLOCK_REALTIME);
  return (struct lead){settable - nanoseconds(CLOCK_MONOTONIC), settable - before};
}

static void measure_lead(struct sockplay_ring *ring) {
  struct lead best = read_lead();
  for (int turn = 0; turn < 8; turn++) {
    struct lead next = read_lead();
    if (next.most - next.least < best.most - best.least) best = next;
  }
  ring->lead = best.least + (best.most - best.least) / 2;
}

// Frames keep their order only while the lead stays the same, so it is measured anew only when the clock has been set.
static void check_lead(struct sockplay_ring *ring) {
  struct lead now = read_lead();
  if (ring->lead < now.least || ring->lead > now.most) measure_lead(ring);
}

int sockplay_ring_open(struct sockplay_ring *ring, int fd, uint32_t slot, uint32_t count) {
  int version = TPACKET_V2;
  struct tpacket_req asked = {
      .tp_block_size = SOCKPLAY_RING_BLOCK,
      .tp_block_nr = count / (SOCKPLAY_RING_BLOCK / slot),
      .tp_frame_size = slot,
      .tp_frame_nr = count,
  };
  if (setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version) != 0 ||
      setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &asked, sizeof asked) != 0)
    return -1;
  size_t size = (size_t)slot * count;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED) return -1;
  *ring = (struct sockplay_ring){.fd = fd, .memory = memory, .size = size, .slot = slot, .count = count};
  measure_lead(ring);
  return 0;
}

void sockplay_ring_close(struct sockplay_ring *ring) { munmap(ring->memory, ring->size); }

static struct tpacket2_hdr *slot_at(const struct sockplay_ring *ring, unsigned ahead) {
  return (struct tpacket2_hdr *)(ring->memory + (size_t)((ring->next + ahead) % ring->count) * ring->slot);
}

unsigned sockplay_ring_peek(struct sockplay_ring *ring, struct sockplay_seen_frame *frames, unsigned room) {
  unsigned found = 0;
  for (; found < room && found < ring->count; found++) {
    const struct tpacket2_hdr *header = slot_at(ring, found);
    if (!(__atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER)) break;
    // The kernel tells the moment of the clock that can be set.
    if (found == 0) check_lead(ring);
    frames[found] = (struct sockplay_seen_frame){
        .bytes = (const char *)header + header->tp_mac,
        .length = header->tp_snaplen,
        .original = header->tp_len,
        .moment = header->tp_sec * 1000000000LL + header->tp_nsec - ring->lead,
    };
  }
  return found;
}

void sockplay_ring_release(struct sockplay_ring *ring, unsigned count) {
  for (unsigned ahead = 0; ahead < count; ahead++)
    __atomic_store_n(&slot_at(ring, ahead)->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
  ring->next = (ring->next + count) % ring->count;
}

uint32_t sockplay_ring_drops(const struct sockplay_ring *ring) {
  struct tpacket_stats told = {0};
  socklen_t length = sizeof told;
  return getsockopt(ring->fd, SOL_PACKET, PACKET_STATISTICS, &told, &length) == 0 ? told.tp_drops : 0;
}

// An interface that is full for a moment gets a little time; a frame that is refused nevertheless is left out.
static bool waits_for_room(int fd) {
  struct pollfd entry = {.fd = fd, .events = POLLOUT};
  return (errno == EAGAIN || errno == ENOBUFS) && poll(&entry, 1, 1000) == 1 && entry.revents & POLLOUT;
}

unsigned sockplay_send_frames(int fd, const void *frames, unsigned count) {
  enum { room = 64 };
  struct mmsghdr messages[room];
  struct iovec *parts = (struct iovec *)frames;
  unsigned refused = 0;
  bool has_waited = false;
  for (unsigned done = 0; done < count;) {
    unsigned turn = count - done < room ? count - done : room;
    for (unsigned i = 0; i < turn; i++)
      messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &parts[done + i], .msg_iovlen = 1}};
    int sent = sendmmsg(fd, messages, turn, MSG_DONTWAIT);
    if (sent > 0) {
      done += (unsigned)sent;
      has_waited = false;
    } else if (has_waited || !waits_for_room(fd)) {
      refused++;
      done++;
    } else {
      has_waited = true;
    }
  }
  return refused;
}

int sockplay_wait_frames(void *entries, unsigned count, int64_t nanoseconds) {
  struct timespec time = {nanoseconds / 1000000000, nanoseconds % 1000000000};
  return ppoll(entries, count, nanoseconds < 0 ? NULL : &time, NULL);
}

int sockplay_exact_timers(void) { return prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0); }
