// Requests over netlink with their attributes, see netlink(7) and rtnetlink(7).
#pragma once
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>

#include "CSockets.h"

// A request with room for its attributes.
struct sockplay_request {
  struct nlmsghdr header;
  union {
    struct rtmsg route;
    struct ifaddrmsg address;
    struct ifinfomsg link;
    struct ndmsg neighbour;
  };
  char attributes[256];
};

// What is to be added fails where there is one already: NLM_F_EXCL.
struct sockplay_request sockplay_request(bool adds, unsigned short new_type, unsigned short del_type, size_t body);
void sockplay_add(struct sockplay_request *request, unsigned short type, const void *value, unsigned short length);
unsigned short sockplay_address_size(int family);
// Sends `header` and what follows it, and returns 0, or -1 with the errno of the kernel's answer.
int sockplay_change(int protocol, struct nlmsghdr *header, char message[SOCKPLAY_MESSAGE_SIZE]);
