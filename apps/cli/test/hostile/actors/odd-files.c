/*
 * Files that are odd by their number or by what happens to them.
 *
 *   odd-files crowd DIR N   makes N empty files in DIR
 *   odd-files deep DIR N    makes a chain of N directories below DIR
 *   odd-files mounts DIR N  mounts DIR on N directories that it makes in DIR's parent
 *   odd-files swap A B      swaps the names A and B all the time, for 30 seconds
 *   odd-files churn DIR     makes and removes files in DIR all the time, for 30 seconds
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static void say(void) {
  puts("ready");
  fflush(stdout);
}

static void make(const char *name) {
  int fd = open(name, O_CREAT | O_WRONLY, 0644);
  if (fd < 0) exit(69);
  close(fd);
}

static void mount_here(const char *directory, const char *name) {
  char beside[64];
  snprintf(beside, sizeof beside, "../%s", name);
  if (mkdir(beside, 0755) != 0 || mount(directory, beside, NULL, MS_BIND, NULL) != 0) exit(69);
}

int main(int argc, char **argv) {
  if (argc < 3) return 64;
  char name[32];
  if (strcmp(argv[1], "swap") == 0) {
    alarm(30);
    say();
    for (;;) renameat2(AT_FDCWD, argv[2], AT_FDCWD, argv[3], RENAME_EXCHANGE);
  }
  if (chdir(argv[2]) != 0) return 66;
  if (strcmp(argv[1], "churn") == 0) {
    alarm(30);
    say();
    for (unsigned i = 0;; i++) {
      snprintf(name, sizeof name, "churn-%u", i % 1000);
      make(name);
      if (i % 3 != 0) unlink(name);
    }
  }
  int count = atoi(argv[3]);
  for (int i = 0; i < count; i++) {
    snprintf(name, sizeof name, "f%07d", i);
    if (strcmp(argv[1], "crowd") == 0) make(name);
    else if (strcmp(argv[1], "mounts") == 0) mount_here(argv[2], name);
    else if (mkdir("d", 0755) != 0 || chdir("d") != 0) return 69;
  }
  say();
}
