// Network address translation of the namespace that this thread is in: tables of nf_tables, set by one batch of requests
// over NETLINK_NETFILTER. Each function returns 0, or -1 with the errno of the kernel's first refusal.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_nat.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CSockets.h"

#define TABLE "sockplay"

// Several requests, which take effect together or not at all.
struct batch {
  size_t length, message;
  unsigned sequence;
  _Alignas(8) char bytes[4096];
};

static void *grow(struct batch *batch, size_t size) {
  void *place = batch->bytes + batch->length;
  memset(place, 0, NLMSG_ALIGN(size));
  batch->length += NLMSG_ALIGN(size);
  return place;
}

static void begin(struct batch *batch, unsigned short type, unsigned short flags, uint8_t family, uint16_t subsystem) {
  batch->message = batch->length;
  struct nlmsghdr *header = grow(batch, sizeof *header);
  struct nfgenmsg *body = grow(batch, sizeof *body);
  *header = (struct nlmsghdr){.nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | flags, .nlmsg_seq = batch->sequence++};
  *body = (struct nfgenmsg){.nfgen_family = family, .version = NFNETLINK_V0, .res_id = htons(subsystem)};
}

static void end(struct batch *batch) {
  ((struct nlmsghdr *)(batch->bytes + batch->message))->nlmsg_len = batch->length - batch->message;
}

static void put(struct batch *batch, unsigned short type, const void *value, size_t size) {
  struct nlattr *attribute = grow(batch, NLA_HDRLEN + size);
  *attribute = (struct nlattr){.nla_type = type, .nla_len = NLA_HDRLEN + size};
  if (size) memcpy(attribute + 1, value, size);
}

static void put_text(struct batch *batch, unsigned short type, const char *text) {
  put(batch, type, text, strlen(text) + 1);
}

static void put_number(struct batch *batch, unsigned short type, uint32_t number) {
  uint32_t swapped = htonl(number);
  put(batch, type, &swapped, sizeof swapped);
}

static size_t open_nest(struct batch *batch, unsigned short type) {
  size_t start = batch->length;
  put(batch, type | NLA_F_NESTED, NULL, 0);
  return start;
}

static void close_nest(struct batch *batch, size_t start) {
  ((struct nlattr *)(batch->bytes + start))->nla_len = batch->length - start;
}

static void message(struct batch *batch, unsigned short type, unsigned short flags) {
  begin(batch, NFNL_SUBSYS_NFTABLES << 8 | type, flags | NLM_F_ACK, NFPROTO_IPV4, 0);
}

static void add_table(struct batch *batch) {
  message(batch, NFT_MSG_NEWTABLE, NLM_F_CREATE);
  put_text(batch, NFTA_TABLE_NAME, TABLE);
  end(batch);
}

static void add_chain(struct batch *batch, const char *name, uint32_t hook, int priority) {
  message(batch, NFT_MSG_NEWCHAIN, NLM_F_CREATE);
  put_text(batch, NFTA_CHAIN_TABLE, TABLE);
  put_text(batch, NFTA_CHAIN_NAME, name);
  size_t nest = open_nest(batch, NFTA_CHAIN_HOOK);
  put_number(batch, NFTA_HOOK_HOOKNUM, hook);
  put_number(batch, NFTA_HOOK_PRIORITY, (uint32_t)priority);
  close_nest(batch, nest);
  put_text(batch, NFTA_CHAIN_TYPE, "nat");
  end(batch);
}

// An expression of a rule: its name, and its attributes until `close_expression`.
struct expression {
  size_t element, data;
};

static struct expression open_expression(struct batch *batch, const char *name) {
  struct expression opened;
  opened.element = open_nest(batch, NFTA_LIST_ELEM);
  put_text(batch, NFTA_EXPR_NAME, name);
  opened.data = open_nest(batch, NFTA_EXPR_DATA);
  return opened;
}

static void close_expression(struct batch *batch, struct expression opened) {
  close_nest(batch, opened.data);
  close_nest(batch, opened.element);
}

static void put_data(struct batch *batch, unsigned short type, const void *value, size_t size) {
  size_t nest = open_nest(batch, type);
  put(batch, NFTA_DATA_VALUE, value, size);
  close_nest(batch, nest);
}

static void compare(struct batch *batch, const void *value, size_t size) {
  struct expression compared = open_expression(batch, "cmp");
  put_number(batch, NFTA_CMP_SREG, NFT_REG_1);
  put_number(batch, NFTA_CMP_OP, NFT_CMP_EQ);
  put_data(batch, NFTA_CMP_DATA, value, size);
  close_expression(batch, compared);
}

static void load(struct batch *batch, uint32_t base, uint32_t offset, uint32_t size) {
  struct expression loaded = open_expression(batch, "payload");
  put_number(batch, NFTA_PAYLOAD_DREG, NFT_REG_1);
  put_number(batch, NFTA_PAYLOAD_BASE, base);
  put_number(batch, NFTA_PAYLOAD_OFFSET, offset);
  put_number(batch, NFTA_PAYLOAD_LEN, size);
  close_expression(batch, loaded);
}

static void load_protocol(struct batch *batch) {
  struct expression loaded = open_expression(batch, "meta");
  put_number(batch, NFTA_META_DREG, NFT_REG_1);
  put_number(batch, NFTA_META_KEY, NFT_META_L4PROTO);
  close_expression(batch, loaded);
}

static void mask(struct batch *batch, uint32_t bits) {
  uint32_t none = 0;
  struct expression masked = open_expression(batch, "bitwise");
  put_number(batch, NFTA_BITWISE_SREG, NFT_REG_1);
  put_number(batch, NFTA_BITWISE_DREG, NFT_REG_1);
  put_number(batch, NFTA_BITWISE_LEN, sizeof bits);
  put_data(batch, NFTA_BITWISE_MASK, &bits, sizeof bits);
  put_data(batch, NFTA_BITWISE_XOR, &none, sizeof none);
  close_expression(batch, masked);
}

static void set_register(struct batch *batch, uint32_t number, const void *value, size_t size) {
  struct expression set = open_expression(batch, "immediate");
  put_number(batch, NFTA_IMMEDIATE_DREG, number);
  put_data(batch, NFTA_IMMEDIATE_DATA, value, size);
  close_expression(batch, set);
}

static size_t begin_rule(struct batch *batch, const char *chain) {
  message(batch, NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND);
  put_text(batch, NFTA_RULE_TABLE, TABLE);
  put_text(batch, NFTA_RULE_CHAIN, chain);
  return open_nest(batch, NFTA_RULE_EXPRESSIONS);
}

static void end_rule(struct batch *batch, size_t expressions) {
  close_nest(batch, expressions);
  end(batch);
}

// Sends the batch, and reads an answer for each of its requests.
static int send_batch(struct batch *batch, int netlink) {
  unsigned expected = batch->sequence - 1;
  begin(batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  end(batch);
  struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
  if (sendto(netlink, batch->bytes, batch->length, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) return errno;
  for (unsigned answered = 0; answered < expected;) {
    _Alignas(8) char answer[4096];
    ssize_t got = recv(netlink, answer, sizeof answer, 0);
    if (got < 0) return errno;
    size_t left = got;
    for (struct nlmsghdr *told = (struct nlmsghdr *)answer; NLMSG_OK(told, left); told = NLMSG_NEXT(told, left)) {
      if (told->nlmsg_type != NLMSG_ERROR) return EBADMSG;
      int error = -((struct nlmsgerr *)NLMSG_DATA(told))->error;
      if (error) return error;
      answered++;
    }
  }
  return 0;
}

static int finish(struct batch *batch) {
  int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
  if (netlink < 0) return -1;
  int error = send_batch(batch, netlink);
  close(netlink);
  errno = error;
  return error ? -1 : 0;
}

static void begin_batch(struct batch *batch, const char *chain, uint32_t hook, int priority) {
  batch->length = batch->sequence = 0;
  begin(batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES);
  end(batch);
  add_table(batch);
  add_chain(batch, chain, hook, priority);
}

int sockplay_translate_destination(uint8_t protocol, uint32_t outside, uint16_t outside_port, uint32_t inside,
                                   uint16_t inside_port) {
  struct batch batch;
  begin_batch(&batch, "prerouting", NF_INET_PRE_ROUTING, -100);
  size_t rule = begin_rule(&batch, "prerouting");
  load_protocol(&batch);
  compare(&batch, &protocol, sizeof protocol);
  load(&batch, NFT_PAYLOAD_NETWORK_HEADER, 16, sizeof outside);
  compare(&batch, &outside, sizeof outside);
  load(&batch, NFT_PAYLOAD_TRANSPORT_HEADER, 2, sizeof outside_port);
  compare(&batch, &outside_port, sizeof outside_port);
  set_register(&batch, NFT_REG_1, &inside, sizeof inside);
  set_register(&batch, NFT_REG_2, &inside_port, sizeof inside_port);
  struct expression nat = open_expression(&batch, "nat");
  put_number(&batch, NFTA_NAT_TYPE, NFT_NAT_DNAT);
  put_number(&batch, NFTA_NAT_FAMILY, NFPROTO_IPV4);
  put_number(&batch, NFTA_NAT_REG_ADDR_MIN, NFT_REG_1);
  put_number(&batch, NFTA_NAT_REG_PROTO_MIN, NFT_REG_2);
  close_expression(&batch, nat);
  end_rule(&batch, rule);
  return finish(&batch);
}

int sockplay_translate_source(uint32_t network, uint32_t bits, uint32_t address) {
  struct batch batch;
  begin_batch(&batch, "postrouting", NF_INET_POST_ROUTING, 100);
  size_t rule = begin_rule(&batch, "postrouting");
  load(&batch, NFT_PAYLOAD_NETWORK_HEADER, 12, sizeof network);
  mask(&batch, bits);
  compare(&batch, &network, sizeof network);
  // What stays in the network keeps its address.
  load(&batch, NFT_PAYLOAD_NETWORK_HEADER, 16, sizeof network);
  mask(&batch, bits);
  struct expression compared = open_expression(&batch, "cmp");
  put_number(&batch, NFTA_CMP_SREG, NFT_REG_1);
  put_number(&batch, NFTA_CMP_OP, NFT_CMP_NEQ);
  put_data(&batch, NFTA_CMP_DATA, &network, sizeof network);
  close_expression(&batch, compared);
  set_register(&batch, NFT_REG_1, &address, sizeof address);
  struct expression nat = open_expression(&batch, "nat");
  put_number(&batch, NFTA_NAT_TYPE, NFT_NAT_SNAT);
  put_number(&batch, NFTA_NAT_FAMILY, NFPROTO_IPV4);
  put_number(&batch, NFTA_NAT_REG_ADDR_MIN, NFT_REG_1);
  close_expression(&batch, nat);
  end_rule(&batch, rule);
  return finish(&batch);
}
