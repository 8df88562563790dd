"""Measures: echo round trips in a Python loop that shows what a step card shows.

Usage: echo.py ROUND-TRIPS LINE-LENGTH

Fair because: it makes the same calls, the same observations (two times, TCP_INFO and the unread
bytes of both ends) and writes one line of the card's length after each call, with every
object it needs made before the loop. There is nothing to interpret: the loop is the script.
"""

import fcntl
import os
import socket
import sys
import termios
import time

SIZE = 64
TEXT = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"
TCP_INFO_SIZE = 104


def observe(end, unread):
    info = end.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)
    fcntl.ioctl(end, termios.FIONREAD, unread, True)
    return info[0], int.from_bytes(unread, sys.byteorder)


def step(name, call, argument, end, peer, unread, length):
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
    unread = bytearray(4)

    for _ in range(count):
        step("send", client.send, TEXT, client, accepted, unread, length)
        step("recv", accepted.recv, SIZE, accepted, client, unread, length)
        step("send", accepted.send, TEXT, accepted, client, unread, length)
        step("recv", client.recv, SIZE, client, accepted, unread, length)


main()
