"""Servers for the lessons, of Python's socket module: prints the port of KIND, and serves until its input ends."""
import socket
import sys
import threading
import time


def echo(connection):
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)


def tell(connection):
    with connection:
        connection.sendall((time.ctime() + "\n").encode())


def one_by_one(server, serve):
    while True:
        serve(server.accept()[0])


def in_threads(server, serve):
    while True:
        threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()


def datagrams(server):
    while True:
        _, sender = server.recvfrom(2048)
        server.sendto(time.ctime().encode(), sender)


kind = sys.argv[1]
if kind == "time-udp":
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    work = lambda: datagrams(server)
else:
    server = socket.create_server(("127.0.0.1", 0))
    accept = in_threads if kind == "echo-threads" else one_by_one
    work = lambda: accept(server, tell if kind == "time" else echo)
threading.Thread(target=work, daemon=True).start()
print(server.getsockname()[1], flush=True)
sys.stdin.read()
