/* argv[1] processes hold argv[2] TCP sockets together: listeners, and connections between them over loopback, both ends.
   Says so, and ends them when standard input ends. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void need(int ok, const char *what) {
    if (ok) return;
    perror(what);
    exit(1);
}

/* Each process listens on an address of its own, so that ports never run out. */
static void hold(int number, int sockets, int ready) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000100 + number)};
    struct rlimit files;
    socklen_t length = sizeof at;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    need(bind(listener, (struct sockaddr *)&at, sizeof at) == 0 && listen(listener, 64) == 0, "listen");
    getsockname(listener, (struct sockaddr *)&at, &length);
    for (int held = 1; held + 2 <= sockets; held += 2) {
        struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr = at.sin_addr};
        int client = socket(AF_INET, SOCK_STREAM, 0);
        need(bind(client, (struct sockaddr *)&from, sizeof from) == 0, "bind");
        need(connect(client, (struct sockaddr *)&at, sizeof at) == 0, "connect");
        need(accept(listener, NULL, NULL) >= 0, "accept");
    }
    need(write(ready, "", 1) == 1, "ready");
    for (;;) pause();
}

int main(int argc, char **argv) {
    int processes = argc > 1 ? atoi(argv[1]) : 1, sockets = argc > 2 ? atoi(argv[2]) : 1, ready[2];
    char byte;
    need(pipe(ready) == 0, "pipe");
    for (int i = 0; i < processes; i++)
        if (fork() == 0) hold(i, sockets / processes, ready[1]);
    close(ready[1]);
    for (int i = 0; i < processes; i++) need(read(ready[0], &byte, 1) == 1, "a process could not hold its sockets");
    puts("ready");
    fflush(stdout);
    while (read(0, &byte, 1) > 0) {
    }
    return 0;
}
