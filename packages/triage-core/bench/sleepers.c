/* Fork N processes that sleep, say so, and end when stdin does. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  int count = argc > 1 ? atoi(argv[1]) : 100;
  setpgid(0, 0);
  for (int i = 0; i < count; i++) {
    if (fork() == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      close(0);
      close(1);
      for (;;) pause();
    }
  }
  puts("ready");
  fflush(stdout);
  while (getchar() != EOF) {
  }
  signal(SIGTERM, SIG_IGN);
  kill(0, SIGTERM);
  return 0;
}
