/*
 * Sockets that are odd by their number or name, for 30 seconds.
 *
 *   odd-sockets crowd N      listens on N TCP ports of the loopback
 *   odd-sockets unix NAME    listens on a unix socket of this abstract name
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(69);
}

static void listen_on(const struct sockaddr *address, socklen_t length) {
  int fd = socket(address->sa_family, SOCK_STREAM, 0);
  if (fd < 0 || bind(fd, address, length) != 0 || listen(fd, 1) != 0) fail("listen");
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  alarm(30);
  if (strcmp(argv[1], "unix") == 0) {
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t length = strlen(argv[2]);
    memcpy(name.sun_path + 1, argv[2], length);
    listen_on((struct sockaddr *)&name, offsetof(struct sockaddr_un, sun_path) + 1 + length);
  }
  struct sockaddr_in loopback = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  for (int i = strcmp(argv[1], "crowd") == 0 ? atoi(argv[2]) : 0; i > 0; i--)
    listen_on((struct sockaddr *)&loopback, sizeof loopback);
  puts("ready");
  fflush(stdout);
  for (;;) pause();
}
