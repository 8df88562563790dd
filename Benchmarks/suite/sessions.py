"""The files that are played: session files for sockplay, and the same steps for the Python script."""

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
CONNECTION = """\
socket c tcp                         = fd
connect c {srv}                      = 0
accept srv k                         = fd
close c                              = 0
close k                              = 0
"""
ROUND_TRIP_STEPS = 4
CONNECTION_STEPS = 5

PLAIN_LISTENER = "socket srv\nbind srv 127.0.0.1 0\nlisten srv 5\n"
PLAIN_PAIR = PLAIN_LISTENER + "socket cli\nconnect cli srv\naccept srv conn\n"
PLAIN_ROUND_TRIP = "send cli 64\nrecv conn 64\nsend conn 64\nrecv cli 64\n"
PLAIN_CONNECTION = "socket c\nconnect c srv\naccept srv k\nclose c\nclose k\n"


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


def connections(path, count):
    return write(path, f"sockplay 1\n## Connections\n{LISTENER}", CONNECTION, count, True)


def plain_echo(path, count):
    return write(path, PLAIN_PAIR, PLAIN_ROUND_TRIP, count, False)


def plain_connections(path, count):
    return write(path, PLAIN_LISTENER, PLAIN_CONNECTION, count, False)
