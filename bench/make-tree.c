/*
 * A tree of empty files, some of which change later: make-tree TOP DIRECTORIES FILES-EACH EVERY
 *
 * Every EVERYth file changes two seconds after all were made; what is printed is a second between.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int directories, files, every;

static void visit(const char *top, int isFirst) {
    char name[4096];
    for (int d = 0; d < directories; d++) {
        snprintf(name, sizeof name, "%s/d%d", top, d);
        if (isFirst) mkdir(name, 0755);
        int at = open(name, O_RDONLY | O_DIRECTORY);
        for (int f = 0; f < files; f++) {
            snprintf(name, sizeof name, "file-%d.dat", f);
            if (isFirst) close(openat(at, name, O_CREAT | O_WRONLY, 0644));
            else if (f % every == 0) utimensat(at, name, NULL, 0);
        }
        close(at);
    }
}

int main(int argc, char **argv) {
    if (argc != 5) return 64;
    directories = atoi(argv[2]), files = atoi(argv[3]), every = atoi(argv[4]);
    mkdir(argv[1], 0755);
    visit(argv[1], 1);
    sleep(1);
    printf("%ld\n", (long)time(NULL));
    sleep(1);
    visit(argv[1], 0);
    return 0;
}
