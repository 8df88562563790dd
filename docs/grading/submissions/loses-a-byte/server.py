import socket

listener = socket.create_server(("", 12345))
while True:
    client, address = listener.accept()
    while data := client.recv(4096):
        client.sendall(data[0 : len(data) - 1])
    client.close()
