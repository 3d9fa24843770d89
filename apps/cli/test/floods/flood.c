/*
 * Fills a host. Every form prints "ready" when it stands and ends with its parent.
 *
 *   flood sleep COUNT                      so many processes that do nothing
 *   flood each COUNT                       the same, each with a name of its own and connected to another /24 of 127.0.0.0/8
 *   flood listen ADDRESS PORT WORKERS      takes every connection and keeps it, in so many processes
 *   flood hangup ADDRESS PORT WORKERS      takes every connection and closes it after its peer
 *   flood connect ADDRESS PORT COUNT       holds so many connections
 *   flood timewait ADDRESS PORT COUNT      opens and closes so many, one after another
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static void need(int ok, const char *what) {
    if (ok) return;
    perror(what);
    exit(1);
}

static void ready(void) {
    puts("ready");
    fflush(stdout);
}

static struct sockaddr_in place(const char *address, int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    need(inet_pton(AF_INET, address, &to.sin_addr) == 1, address);
    return to;
}

static int tcp_to(struct sockaddr_in to) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    need(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0, "connect");
    return fd;
}

static void spread(int number, char *name) {
    char address[32];
    snprintf(name, strlen(name) + 1, "p%d", number);
    snprintf(address, sizeof address, "127.%d.%d.1", 1 + number / 250, number % 250);
    struct sockaddr_in to = place(address, 53);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    need(fd >= 0 && connect(fd, (struct sockaddr *)&to, sizeof to) == 0, "connect");
}

static void crowd(int count, char *name) {
    for (int i = 0; i < count; i++) {
        int pid = fork();
        need(pid >= 0, "fork");
        if (pid > 0) continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (name != NULL) spread(i, name);
        for (;;) pause();
    }
    ready();
}

static void take_all(struct sockaddr_in at, int workers, int keeps) {
    int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    need(bind(listener, (struct sockaddr *)&at, sizeof at) == 0 && listen(listener, 4096) == 0, "listen");
    for (int i = 0; i < workers; i++) {
        if (fork() > 0) continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        for (char byte;;) {
            int fd = accept(listener, NULL, NULL);
            if (fd < 0 || keeps) continue;
            while (recv(fd, &byte, 1, 0) > 0) continue;
            close(fd);
        }
    }
    ready();
}

int main(int argc, char **argv) {
    struct rlimit files;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (!strcmp(argv[1], "sleep")) crowd(atoi(argv[2]), NULL);
    else if (!strcmp(argv[1], "each")) crowd(atoi(argv[2]), argv[0]);
    else need(argc == 5, "arguments");
    int keeps = !strcmp(argv[1], "listen"), takes = keeps || !strcmp(argv[1], "hangup");
    if (takes) take_all(place(argv[2], atoi(argv[3])), atoi(argv[4]), keeps);
    for (int i = 0; !strcmp(argv[1], "connect") && i < atoi(argv[4]); i++) tcp_to(place(argv[2], atoi(argv[3])));
    for (int i = 0; !strcmp(argv[1], "timewait") && i < atoi(argv[4]); i++) {
        int fd = tcp_to(place(argv[2], atoi(argv[3])));
        shutdown(fd, SHUT_WR);
        for (char byte; recv(fd, &byte, 1, 0) > 0;) continue;
        close(fd);
    }
    if (argc == 5 && !takes) ready();
    for (;;) pause();
}
