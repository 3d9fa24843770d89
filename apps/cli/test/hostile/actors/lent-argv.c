/*
 * A process whose arguments lie partly in memory that somebody else must fill: 16 KiB of arguments, of which the second
 * page is a page of FILE (`file FILE`) or of a userfaultfd that nobody serves (`uffd`). For 30 seconds.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PAGE 4096

static void lend(const char *how, const char *file, void *page) {
  if (strcmp(how, "file") == 0) {
    int fd = open(file, O_RDONLY);
    if (fd < 0 || mmap(page, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED) exit(69);
    return;
  }
  int faults = syscall(SYS_userfaultfd, O_CLOEXEC);
  struct uffdio_api api = {.api = UFFD_API};
  struct uffdio_register range = {{(uintptr_t)page, PAGE}, UFFDIO_REGISTER_MODE_MISSING, 0};
  if (mmap(page, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED) exit(69);
  if (faults < 0 || ioctl(faults, UFFDIO_API, &api) != 0 || ioctl(faults, UFFDIO_REGISTER, &range) != 0) exit(69);
}

int main(int argc, char **argv) {
  static char padding[4 * PAGE];
  if (argc < 4) {
    memset(padding, 'x', sizeof padding - 1);
    execl("/proc/self/exe", argv[0], argv[1], argc > 2 ? argv[2] : "-", padding, NULL);
    return 69;
  }
  char how[8], file[256];
  snprintf(how, sizeof how, "%s", argv[1]);
  snprintf(file, sizeof file, "%s", argv[2]);
  lend(how, file, (void *)(((uintptr_t)argv[3] + 2 * PAGE) & -PAGE));
  alarm(30);
  puts("ready");
  fflush(stdout);
  for (;;) pause();
}
