/*
 * A file that cannot be opened, for 30 seconds.
 *
 *   held-file lease FILE     it is leased: whoever opens it waits until the lease is broken
 *   held-file fanotify FILE  a listener is asked whether it may be opened, and never answers
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fanotify.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  alarm(30);
  if (strcmp(argv[1], "lease") == 0) {
    signal(SIGIO, SIG_IGN);
    int fd = open(argv[2], O_RDWR);
    if (fd < 0 || fcntl(fd, F_SETLEASE, F_WRLCK) != 0) return perror("lease"), 69;
  } else {
    int fd = fanotify_init(FAN_CLASS_CONTENT, O_RDONLY);
    if (fd < 0 || fanotify_mark(fd, FAN_MARK_ADD, FAN_OPEN_PERM, AT_FDCWD, argv[2]) != 0) return perror("fanotify"), 69;
  }
  puts("ready");
  fflush(stdout);
  for (;;) pause();
}
