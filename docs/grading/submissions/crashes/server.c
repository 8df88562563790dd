#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(12345)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 5) < 0) {
    perror("echo");
    return 1;
  }
  for (;;) {
    int client = accept(listener, NULL, NULL);
    char buffer[4096];
    ssize_t count;
    while ((count = recv(client, buffer, sizeof buffer, 0)) > 0) {
      printf("%zd bytes\n", count);
      fflush(stdout);
      char *answer = count < 1024 ? malloc(count) : NULL;
      memcpy(answer, buffer, count);
      send(client, answer, count, MSG_NOSIGNAL);
      free(answer);
    }
    close(client);
  }
}
