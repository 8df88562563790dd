// Network namespaces and the interfaces that join them.
#pragma once
#include <stdint.h>

/// One end of a pair of virtual interfaces, see veth(4).
struct sockplay_link_end {
  char name[16];
  uint8_t hardware[6];
};
/// A descriptor of the network namespace that the calling thread is in; -1 on failure. See namespaces(7).
int sockplay_own_network(void);
/// Moves the calling thread into a network namespace. The C function is setns.
int sockplay_enter_network(int namespace);
/// Makes a pair of virtual interfaces: `own` here, `other` in `namespace`. See veth(4) and rtnetlink(7).
int sockplay_add_veth(const struct sockplay_link_end *own, const struct sockplay_link_end *other, int namespace);
/// Tells for good at which hardware address of an interface's link an IP address is, so that nobody is asked for it. See
/// rtnetlink(7).
int sockplay_add_neighbour(int family, const void *address, const uint8_t hardware[6], uint32_t interface);
/// Has the kernel compute checksums and cut segments itself, as on a real wire, before frames reach `interface`. See
/// netdevice(7), SIOCETHTOOL.
int sockplay_offload_off(const char *interface);
/// Asks whether `interface` has a link. The kernel answers when it has also begun to use that link; otherwise it does so a
/// little later, and drops what is sent before. See netdevice(7), SIOCETHTOOL with ETHTOOL_GLINK.
int sockplay_await_carrier(const char *interface);
/// A socket that receives the frames which come in through `interface`, and sends frames out; -1 on failure. It never
/// waits. See packet(7).
int sockplay_open_frames(uint32_t interface);

/// Has what comes for `outside` go to `inside`, and what comes back come from there: destination NAT in the network
/// namespace that this thread is in. Addresses and ports are in network order. See nft(8).
int sockplay_translate_destination(uint8_t protocol, uint32_t outside, uint16_t outside_port, uint32_t inside,
                                   uint16_t inside_port);
/// Has what a network sends out of itself come from `address`: source NAT. `bits` is the network's mask.
int sockplay_translate_source(uint32_t network, uint32_t bits, uint32_t address);
