"""Measures: echo round trips in a Python loop that shows what a step card shows.

Usage: echo.py ROUND-TRIPS LINE-LENGTH

Fair because: it makes the same calls, the same observations (readiness, two times, TCP_INFO and
the unread bytes of both ends) and writes one line of the card's length after each call, with every
object it needs made before the loop. There is nothing to interpret: the loop is the script.
"""

import fcntl
import os
import select
import socket
import sys
import termios
import time

SIZE = 64
TEXT = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
TCP_INFO_SIZE = 104


def poller(end, events):
    made = select.poll()
    made.register(end, events)
    return made


def observe(end, unread):
    info = end.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)
    fcntl.ioctl(end, termios.FIONREAD, unread, True)
    return info[0], int.from_bytes(unread, sys.byteorder)


def step(name, call, argument, poll, end, peer, unread, length):
    poll.poll(0)
    start = time.monotonic_ns()
    result = call(argument)
    took = time.monotonic_ns() - start
    count = result if name == "send" else len(result)
    assert count == SIZE
    state, own = observe(end, unread)
    other_state, other = observe(peer, unread)
    line = (f"{name}({end.fileno()}) = {count}  errno 0  {took} ns"
            f"  state {state}, {own} unread  state {other_state}, {other} unread")
    os.write(1, line.ljust(length - 1).encode() + b"\n")


def main():
    count, length = int(sys.argv[1]), int(sys.argv[2])
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(5)
    client = socket.socket()
    client.connect(server.getsockname())
    accepted, _ = server.accept()
    client_out, client_in = poller(client, select.POLLOUT), poller(client, select.POLLIN)
    accepted_out, accepted_in = poller(accepted, select.POLLOUT), poller(accepted, select.POLLIN)
    unread = bytearray(4)

    for _ in range(count):
        step("send", client.send, TEXT, client_out, client, accepted, unread, length)
        step("recv", accepted.recv, SIZE, accepted_in, accepted, client, unread, length)
        step("send", accepted.send, TEXT, accepted_out, accepted, client, unread, length)
        step("recv", client.recv, SIZE, client_in, client, accepted, unread, length)


main()
