"""Measures: a Python script of single steps: what one would write to play a session without sockplay.

Usage: steps.py SESSION, a session file with every step written out.

Fair because: it reads the same lines as sockplay and does the same at each of them: it tells the
words apart, makes the call with a clock on both sides, asks TCP_INFO and the unread bytes of the
socket and of its other end, prints the line and a card (the call, result, errno, time, the data as
text and in hex, the states that changed), flushes it, and compares the result with the one expected.
It knows no more of sessions than these files need.
"""

import errno
import fcntl
import shlex
import socket
import sys
import termios
import time

STATES = ["?", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
          "CLOSED", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING"]
TCP_INFO_SIZE = 104

handles = {}
peers = {}
seen = {}


def do_socket(name, kind):
    handles[name] = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    return handles[name].fileno(), None


def do_bind(name, address):
    host, port = address.rsplit(":", 1)
    handles[name].bind((host, int(port)))
    return 0, None


def do_listen(name, backlog):
    handles[name].listen(int(backlog))
    return 0, None


def do_connect(name, listener):
    handles[name].connect(handles[listener.strip("{}")].getsockname())
    return 0, None


def do_accept(name, new):
    handles[new], address = handles[name].accept()
    for other, end in handles.items():
        if other != new and end.fileno() >= 0 and end.getsockname() == address:
            peers[new], peers[other] = other, new
            break
    return handles[new].fileno(), None


def do_send(name, text):
    return handles[name].send(text.encode()), None


def do_recv(name, length):
    data = handles[name].recv(int(length))
    return len(data), data


def do_close(name):
    handles[name].close()
    return 0, None


COMMANDS = {"socket": do_socket, "bind": do_bind, "listen": do_listen, "connect": do_connect,
            "accept": do_accept, "send": do_send, "recv": do_recv, "close": do_close}


def observe(name):
    """The state and the unread bytes of a socket."""
    end = handles[name]
    if end.fileno() < 0:
        return "closed", 0
    state = STATES[end.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO_SIZE)[0]]
    if state == "LISTEN":
        return state, 0
    unread = fcntl.ioctl(end, termios.FIONREAD, b"\0\0\0\0")
    return state, int.from_bytes(unread, sys.byteorder)


def changes(name):
    """Lines for what changed on a socket and on its other end."""
    lines = []
    for each in (name, peers.get(name)):
        if each is None:
            continue
        before, after = seen.get(each), observe(each)
        if before != after:
            seen[each] = after
            lines.append(f"  {each:<5} {before[0] if before else ''} → {after[0]}"
                         f"  unread {before[1] if before else 0} → {after[1]}")
    return lines


def play(number, line):
    typed, _, expected = line.partition(" = ")
    command, name, *arguments = shlex.split(typed)
    start = time.monotonic_ns()
    try:
        (result, data), error = COMMANDS[command](name, *arguments), 0
    except OSError as problem:
        result, data, error = -1, None, problem.errno
    took = (time.monotonic_ns() - start) // 1000
    symbol = f"{error} {errno.errorcode[error]}" if error else "0"
    call = f"{command}({handles[name].fileno()}, {', '.join(map(repr, arguments))}) = {result}"
    card = [f"> {typed.strip()}", f"{call:<66}errno {symbol}  {took} µs"]
    if data:
        card += [f"  data  {data!r}", f"  hex   {data[:16].hex(' ')}"]
    print("\n".join(card + changes(name)), flush=True)
    expected = expected.strip()
    if expected and not (result >= 0 if expected == "fd" else result == int(expected)):
        sys.exit(f"line {number}: {result}, not {expected}")


def main():
    with open(sys.argv[1]) as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if line and not line.startswith(("#", "sockplay")):
                play(number, line)


main()
