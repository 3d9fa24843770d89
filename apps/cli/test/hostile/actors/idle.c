/* Does nothing for 30 seconds, under whatever name and with whatever arguments it was started. */
#include <stdio.h>
#include <unistd.h>

int main(void) {
  alarm(30);
  puts("ready");
  fflush(stdout);
  for (;;) pause();
}
