"""The session files that are played, by sockplay and by the Python script alike."""

TEXT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"

LISTENER = """\
socket srv tcp                       = fd
bind srv 127.0.0.1:0                 = 0
listen srv 5                         = 0
"""
PAIR = LISTENER + """\
socket cli tcp                       = fd
connect cli {srv}                    = 0
accept srv conn                      = fd
"""
ROUND_TRIP = f"""\
send cli "{TEXT}"   = 64
recv conn 64                         = 64
send conn "{TEXT}"   = 64
recv cli 64                          = 64
"""
NUMBERED = """\
send cli "round trip {0:012}"        = 23
recv conn 64                         = 23 "round trip {0:012}"
send conn "answer to {0:012}"        = 22
recv cli 64                          = 22 "answer to {0:012}"
"""
CONNECTION = """\
socket c tcp                         = fd
connect c {srv}                      = 0
accept srv k                         = fd
close c                              = 0
close k                              = 0
"""
BOUND = """\
socket a udp                         = fd
bind a 127.0.0.1:0                   = 0
socket b udp                         = fd
bind b 127.0.0.1:0                   = 0
"""
DATAGRAMS = f"""\
sendto a "{TEXT}" {{b}}   = 64
recvfrom b 64                        = 64
sendto b "{TEXT}" {{a}}   = 64
recvfrom a 64                        = 64
"""
ROUND_TRIP_STEPS = 4
CONNECTION_STEPS = 5


def write(path, setup, block, count, repeated):
    """The setup, then the block `count` times: in a `repeat`, or every step written out."""
    with open(path, "w") as file:
        file.write(setup)
        if repeated and count > 0:
            file.write(f"repeat {count}\n{block}end\n")
        else:
            for _ in range(count):
                file.write(block)
    return path


def echo(path, count, repeated=True):
    return write(path, f"sockplay 1\n## Echo round trips\n{PAIR}", ROUND_TRIP, count, repeated)


def numbered(path, count):
    """Round trips written out, no two lines of which are the same."""
    with open(path, "w") as file:
        file.write(f"sockplay 1\n## Numbered round trips\n{PAIR}")
        for number in range(count):
            file.write(NUMBERED.format(number))
    return path


def connections(path, count, repeated=True):
    return write(path, f"sockplay 1\n## Connections\n{LISTENER}", CONNECTION, count, repeated)


def datagrams(path, count, repeated=True):
    return write(path, f"sockplay 1\n## Datagrams\n{BOUND}", DATAGRAMS, count, repeated)


def sockets(path, count):
    block = "socket u{i} udp = fd\nbind u{i} 127.0.0.1:0 = 0\n"
    return write(path, "sockplay 1\n## Sockets\n", block, count, repeated=True)


def pairs(path, count):
    return write(path, "sockplay 1\n## Pairs\n", "socketpair a{i} b{i} = 0\n", count // 2, repeated=True)
