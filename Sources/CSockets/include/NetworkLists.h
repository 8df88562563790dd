// The routes and the addresses of a network namespace.
#pragma once
#include <stdbool.h>
#include <stdint.h>

/// One next hop of a route; a route with several is told as many times. Addresses are in network byte order, 4 bytes or
/// 16.
struct sockplay_listed_route {
  uint8_t family, type, prefix;
  uint8_t gateway_family;  // 0 for no gateway; it need not be that of the route
  uint16_t hop;            // 0 for the first
  uint16_t weight;         // its share among the next hops
  bool is_dead;            // not used: its interface is down
  uint32_t table, metric, interface;  // the interface is 0 for none
  uint8_t destination[16], gateway[16];
};
/// Calls `visit` for each next hop of each route of all tables, IPv4 first. Returns 0 or an errno. See rtnetlink(7).
int sockplay_list_routes(void (*visit)(void *context, const struct sockplay_listed_route *found), void *context);

/// An address of an interface. The prefix is that of the peer, whose address is this end's own where there is none.
struct sockplay_listed_address {
  uint8_t family, prefix;
  uint32_t interface;
  uint8_t own[16], peer[16];
};
/// Calls `visit` for each address of the interfaces, IPv4 first. Returns 0 or an errno. See rtnetlink(7).
int sockplay_list_addresses(void (*visit)(void *context, const struct sockplay_listed_address *found), void *context);
