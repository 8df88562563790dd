import socket

listener = socket.create_server(("", 12345))
clients = []
while True:
    client, address = listener.accept()
    clients.append(client)
    while data := client.recv(4096):
        client.sendall(data)
