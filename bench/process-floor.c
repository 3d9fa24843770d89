/*
 * What a level of detail costs at least: the system calls that proc-tree makes for it, answers thrown away.
 *
 *   process-floor basic|standard|full ROWS     ROWS processes get the columns of standard, the first that are listed
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char buffer[1 << 16];

static void drain(int at, const char *name) {
    int fd = openat(at, name, O_RDONLY);
    if (fd < 0) return;
    while (read(fd, buffer, sizeof buffer) > 0) {
    }
    close(fd);
}

static void link_of(int at, const char *name) { (void)!readlinkat(at, name, buffer, sizeof buffer); }

static void links_in(int at, const char *name) {
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    struct dirent *entry;
    if (dir == NULL) return;
    while ((entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.') link_of(dirfd(dir), entry->d_name);
    closedir(dir);
}

static void light(int at, int standard) {
    struct stat image;
    drain(at, "stat");
    drain(at, "status");
    link_of(at, "exe");
    link_of(at, "cwd");
    if (standard) {
        fstatat(at, "exe", &image, 0);
        drain(at, "cgroup");
        link_of(at, "ns/mnt");
        link_of(at, "ns/net");
    }
    drain(at, "cmdline");
    if (standard) links_in(at, "fd");
}

static void surroundings(int at) {
    static const char *const names[] = {"ns/cgroup", "ns/ipc", "ns/mnt", "ns/net", "ns/pid", "ns/time", "ns/user", "ns/uts"};
    drain(at, "stat");
    link_of(at, "root");
    drain(at, "loginuid");
    drain(at, "attr/current");
    drain(at, "wchan");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) link_of(at, names[i]);
}

static void dear(int at) {
    drain(at, "stat");
    drain(at, "limits");
    drain(at, "environ");
    drain(at, "maps");
}

int main(int argc, char **argv) {
    const char *level = argc > 1 ? argv[1] : "basic";
    int rows = argc > 2 ? atoi(argv[2]) : 0, standard = strcmp(level, "basic") != 0, full = strcmp(level, "full") == 0;
    DIR *proc = opendir("/proc");
    struct dirent *entry;
    while ((entry = readdir(proc)) != NULL) {
        if (!isdigit((unsigned char)entry->d_name[0])) continue;
        int at = openat(dirfd(proc), entry->d_name, O_RDONLY | O_DIRECTORY);
        if (at < 0) continue;
        light(at, standard);
        if (standard && rows-- > 0) {
            surroundings(at);
            if (full) dear(at);
        }
        close(at);
    }
    return 0;
}
