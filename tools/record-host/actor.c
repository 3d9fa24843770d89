// A process that plays one part in a recorded host: it takes the steps of $ROLE, then sleeps until its alarm.
// Steps are separated by blanks, arguments by commas; %XX is one byte. Copies of it run under many names.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

extern char **environ;

static void need(int ok, const char *step) {
  if (ok) return;
  perror(step);
  _exit(1);
}

static char *unescape(char *text) {
  char *to = text;
  for (char *from = text; *from; from++) {
    unsigned byte;
    if (*from == '%' && sscanf(from + 1, "%2x", &byte) == 1) {
      *to++ = (char)byte;
      from += 2;
    } else {
      *to++ = *from;
    }
  }
  *to = 0;
  return text;
}

static socklen_t address(struct sockaddr_storage *out, const char *host, int port) {
  struct sockaddr_in *four = (struct sockaddr_in *)out;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)out;
  memset(out, 0, sizeof *out);
  if (inet_pton(AF_INET, host, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    return sizeof *four;
  }
  need(inet_pton(AF_INET6, host, &six->sin6_addr) == 1, host);
  six->sin6_family = AF_INET6;
  six->sin6_port = htons(port);
  return sizeof *six;
}

// listen,tcp|udp,HOST,PORT and connect,tcp|udp,HOST,PORT; a listener takes every connection and keeps it.
static void *accept_all(void *fd) {
  while (accept((int)(long)fd, NULL, NULL) >= 0) continue;
  return NULL;
}

static void network(int listening, const char *protocol, const char *host, int port) {
  struct sockaddr_storage to;
  socklen_t length = address(&to, host, port);
  int type = strcmp(protocol, "tcp") == 0 ? SOCK_STREAM : SOCK_DGRAM;
  int fd = socket(to.ss_family, type, 0), one = 1;
  need(fd >= 0, "socket");
  if (!listening) {
    need(connect(fd, (struct sockaddr *)&to, length) == 0, "connect");
    return;
  }
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (to.ss_family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
  need(bind(fd, (struct sockaddr *)&to, length) == 0, "bind");
  if (type == SOCK_DGRAM) return;
  pthread_t thread;
  need(listen(fd, 16) == 0 && pthread_create(&thread, NULL, accept_all, (void *)(long)fd) == 0, "listen");
}

static void unix_socket(const char *path) {
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  size_t length = strlen(path);
  memcpy(to.sun_path, path, length);
  if (path[0] == '@') to.sun_path[0] = 0;
  need(bind(fd, (struct sockaddr *)&to, offsetof(struct sockaddr_un, sun_path) + length) == 0 && listen(fd, 1) == 0, path);
}

static void from_memory(char **argv, const char *name) {
  int self = open("/proc/self/exe", O_RDONLY), memory = memfd_create(name, 0);
  struct stat file;
  need(fstat(self, &file) == 0 && sendfile(memory, self, NULL, file.st_size) == file.st_size, "memfd");
  fexecve(memory, argv, environ);
  need(0, "fexecve");
}

static void step(char *name, char **argv) {
  char *part[4];
  for (int i = 0; i < 4; i++) part[i] = name ? unescape(strsep(&name, ",")) : "";
  const char *what = part[0];
  if (!strcmp(what, "listen")) network(1, part[1], part[2], atoi(part[3]));
  else if (!strcmp(what, "connect")) network(0, part[1], part[2], atoi(part[3]));
  else if (!strcmp(what, "unix")) unix_socket(part[1]);
  else if (!strcmp(what, "raw")) need(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0, "raw");
  else if (!strcmp(what, "packet")) need(socket(AF_PACKET, SOCK_RAW, htons(3)) >= 0, "packet");
  else if (!strcmp(what, "hold")) need(open(part[1], O_RDWR | O_CREAT, 0600) >= 0, part[1]);
  else if (!strcmp(what, "unlink")) need(unlink(part[1]) == 0, part[1]);
  else if (!strcmp(what, "chdir")) need(chdir(part[1]) == 0, part[1]);
  else if (!strcmp(what, "comm")) prctl(PR_SET_NAME, part[1]);
  else if (!strcmp(what, "memfd")) from_memory(argv, part[1]);
  else if (!strcmp(what, "zombie")) { if (fork() == 0) _exit(0); }
  else if (!strcmp(what, "user")) need(setgid(atoi(part[1])) == 0 && setuid(atoi(part[1])) == 0, "user");
  else if (!strcmp(what, "chroot")) need(chroot(part[1]) == 0, part[1]);
  else need(0, what);
}

int main(int argc, char **argv) {
  (void)argc;
  char *role = strdup(getenv("ROLE") ?: ""), *next;
  alarm(90);
  while (role && (next = strsep(&role, " "))) {
    // What follows a new image is for the new image: the rest of the role goes with it.
    if (!strncmp(next, "memfd", 5)) setenv("ROLE", role ? role : "", 1);
    if (*next) step(next, argv);
  }
  for (;;) pause();
}
