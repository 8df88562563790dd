"""Measures: a Python script of single steps, as a teacher would write one for a class.

Usage: steps.py FILE, one call a line: `socket cli`, `connect cli srv`, `send cli 64`, ...

Fair because: it offers the least that makes a session file of calls useful: named handles, and
after each step one line with the call, the result, the errno name and the TCP state of the one
socket that was used, shown at once. It checks nothing and looks at no other socket.
"""

import errno
import socket
import struct
import sys

STATES = ["?", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT",
          "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING"]

TCP_INFO = "B" * 7 + "x" + "I" * 24

handles = {}


def do_socket(name):
    handles[name] = socket.socket()
    return handles[name].fileno()


def do_bind(name, host, port):
    handles[name].bind((host, int(port)))
    return 0


def do_listen(name, backlog):
    handles[name].listen(int(backlog))
    return 0


def do_connect(name, server):
    handles[name].connect(handles[server].getsockname())
    return 0


def do_accept(name, new):
    handles[new], _ = handles[name].accept()
    return handles[new].fileno()


def do_send(name, length):
    return handles[name].send(b"x" * int(length))


def do_recv(name, length):
    return len(handles[name].recv(int(length)))


def do_close(name):
    handles[name].close()
    return 0


COMMANDS = {"socket": do_socket, "bind": do_bind, "listen": do_listen, "connect": do_connect,
            "accept": do_accept, "send": do_send, "recv": do_recv, "close": do_close}


def state(name):
    if handles[name].fileno() < 0:
        return "closed"
    info = handles[name].getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, struct.calcsize(TCP_INFO))
    return STATES[struct.unpack(TCP_INFO, info)[0]]


def main():
    with open(sys.argv[1]) as file:
        for line in file:
            words = line.split()
            if not words:
                continue
            command, name, *arguments = words
            try:
                result, error = COMMANDS[command](name, *arguments), "0"
            except OSError as problem:
                result, error = -1, errno.errorcode[problem.errno]
            call = f"{command}({', '.join([name, *arguments])})"
            print(f"{call} = {result}  errno {error}  {name} {state(name)}", flush=True)


main()
