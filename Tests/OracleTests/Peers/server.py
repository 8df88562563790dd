"""An echo server for one client: prints its port, and sends back what it gets until the end of file."""
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)
