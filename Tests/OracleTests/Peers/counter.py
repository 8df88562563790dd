"""Takes one connection, reads to its end, and says how many bytes came and what they add up to; in pieces, slowly."""
import socket
import time

with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    connection, _ = server.accept()
    with connection:
        count = total = 0
        while data := connection.recv(10000):
            count += len(data)
            total += sum(data)
        for piece in (f"count {count}\r", f"\ntotal {total}\r\n", "\r", "\n", "body", " to the end"):
            connection.sendall(piece.encode())
            time.sleep(0.02)
