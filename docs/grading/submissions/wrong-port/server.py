import socket

listener = socket.create_server(("", 12346))
while True:
    client, address = listener.accept()
    while data := client.recv(4096):
        client.sendall(data)
    client.close()
