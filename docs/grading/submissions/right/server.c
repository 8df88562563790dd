#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(12345)};
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 5) < 0) {
    perror("echo");
    return 1;
  }
  for (;;) {
    int client = accept(listener, NULL, NULL);
    char buffer[4096];
    ssize_t count;
    while ((count = recv(client, buffer, sizeof buffer, 0)) > 0) send(client, buffer, count, MSG_NOSIGNAL);
    close(client);
  }
}
