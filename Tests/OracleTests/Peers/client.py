"""An echo client: sends TEXT to PORT, reads until it has it back, and prints it."""
import socket
import sys

port, text = int(sys.argv[1]), sys.argv[2].encode()
with socket.create_connection(("127.0.0.1", port)) as connection:
    connection.sendall(text)
    back = b""
    while len(back) < len(text):
        back += connection.recv(1024)
    print(back.decode(), flush=True)
