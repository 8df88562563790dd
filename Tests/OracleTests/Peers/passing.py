"""Takes descriptors and ancillary data from sockplay and gives some back, with Python's own idea of them.

Listens on the abstract name that it is given, and prints what it sees.
"""
import os
import socket
import struct
import sys

with socket.socket(socket.AF_UNIX) as server:
    server.bind("\0" + sys.argv[1])
    # The accepted socket has it from its first moment: what is sent before a socket has it comes without credentials.
    server.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    server.listen(1)
    print("ready", flush=True)
    connection, _ = server.accept()

    # A bound UDP socket comes, and is used here.
    data, ancillary, flags, _ = connection.recvmsg(64, 1024)
    fds = [struct.unpack("i", a[2])[0] for a in ancillary if a[1] == socket.SCM_RIGHTS]
    credentials = [struct.unpack("iII", a[2]) for a in ancillary if a[1] == socket.SCM_CREDENTIALS]
    with socket.socket(fileno=fds[0]) as udp:
        udp.sendto(b"from the other program", udp.getsockname())
    print(data.decode(), len(fds), flags, credentials[0][1:] == (os.getuid(), os.getgid()), flush=True)

    # Two descriptors go back: a listening socket and a pipe with something in it.
    listener = socket.create_server(("127.0.0.1", 0))
    reading, writing = os.pipe()
    os.write(writing, b"piped")
    socket.send_fds(connection, [b"take", b" these"], [listener.fileno(), reading])
    print(connection.recv(64).decode(), flush=True)
