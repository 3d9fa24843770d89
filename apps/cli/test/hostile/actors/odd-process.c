/*
 * A process that is odd in one way, for 30 seconds at most; prints a line when it is.
 *
 *   odd-process name TEXT    has this name
 *   odd-process memfd        runs from a memfd
 *   odd-process leaderless   its first thread has ended, another one goes on
 *   odd-process traced       has a child that it traces and keeps stopped; prints the child's pid
 *   odd-process vforked      waits uninterruptibly for a child made by vfork
 *   odd-process threads N    has so many threads
 *   odd-process files N      has so many open descriptors
 *   odd-process maps N       has so many mappings
 *   odd-process children N   has so many children, who sleep
 *   odd-process execs        executes itself all the time
 *   odd-process forks        forks all the time; no child lives for a millisecond
 *   odd-process below DIR    works in the end of a chain of directories `d` below DIR, and holds a descriptor of it
 *   odd-process same-pid PID children that all get this pid, one after another
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(69);
}

static void wait_for_end(const char *said) {
  puts(said);
  fflush(stdout);
  for (;;) pause();
}

static void *sleep_on(void *unused) {
  for (;;) pause();
  return unused;
}

static void run_memfd(char **argv) {
  int from = open("/proc/self/exe", O_RDONLY), memory = memfd_create("", MFD_CLOEXEC);
  if (sendfile(memory, from, NULL, 1 << 24) <= 0) fail("sendfile");
  argv[1] = "idle";
  fexecve(memory, argv, environ);
  fail("fexecve");
}

static void *say_and_sleep(void *unused) {
  usleep(100000);
  wait_for_end("ready");
  return unused;
}

static void run_leaderless(void) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, say_and_sleep, NULL) != 0) fail("pthread_create");
  pthread_exit(NULL);
}

static void run_traced(void) {
  char said[32];
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    raise(SIGSTOP);
    _exit(0);
  }
  waitpid(child, NULL, 0);
  snprintf(said, sizeof said, "%d", (int)child);
  wait_for_end(said);
}

static void run_threads(int count) {
  pthread_attr_t small;
  pthread_t thread;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 16384);
  for (int i = 1; i < count; i++)
    if (pthread_create(&thread, &small, sleep_on, NULL) != 0) fail("pthread_create");
}

static void run_files(int count) {
  struct rlimit limit = {count + 10, count + 10};
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  for (int i = 3; i < count; i++)
    if (open("/dev/null", O_RDONLY) < 0) fail("open");
}

static void run_maps(int count) {
  for (int i = 0; i < count; i++)
    if (mmap(NULL, 4096, i % 2 ? PROT_READ : PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
      fail("mmap");
}

static void run_children(int count) {
  while (count-- > 0) {
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child > 0) continue;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sleep_on(NULL);
  }
}

static void run_below(const char *directory) {
  if (chdir(directory) != 0) fail("chdir");
  while (chdir("d") == 0) continue;
  if (open(".", O_RDONLY) < 0) fail("open");
}

static void run_forks(void) {
  for (;;) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, NULL, 0);
  }
}

static void run_same_pid(pid_t wanted) {
  struct clone_args how = {.exit_signal = SIGCHLD, .set_tid = (uintptr_t)&wanted, .set_tid_size = 1};
  char name[16];
  for (unsigned i = 0;; i++) {
    pid_t child = syscall(SYS_clone3, &how, sizeof how);
    if (child < 0) fail("clone3");
    if (child == 0) {
      snprintf(name, sizeof name, "again %u", i);
      prctl(PR_SET_NAME, name);
      for (;;) pause();
    }
    usleep(500);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
  }
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  int count = argc > 2 ? atoi(argv[2]) : 0;
  int churns = strcmp(mode, "forks") == 0 || strcmp(mode, "same-pid") == 0 || strcmp(mode, "execs") == 0;
  if (strcmp(mode, "execs-on") != 0) alarm(30);
  if (churns) puts("ready");
  if (strcmp(mode, "vforked") == 0) puts("ready");
  fflush(stdout);
  if (strcmp(mode, "name") == 0) prctl(PR_SET_NAME, argv[2]);
  if (strcmp(mode, "memfd") == 0) run_memfd(argv);
  if (strcmp(mode, "leaderless") == 0) run_leaderless();
  if (strcmp(mode, "traced") == 0) run_traced();
  if (strcmp(mode, "vforked") == 0 && vfork() == 0) for (;;) pause();
  if (strcmp(mode, "threads") == 0) run_threads(count);
  if (strcmp(mode, "files") == 0) run_files(count);
  if (strcmp(mode, "children") == 0) run_children(count);
  if (strcmp(mode, "below") == 0) run_below(argv[2]);
  if (strcmp(mode, "maps") == 0) run_maps(count);
  if (strncmp(mode, "execs", 5) == 0) execl("/proc/self/exe", argv[0], "execs-on", count % 2 ? "odd" : "even", NULL);
  if (strcmp(mode, "forks") == 0) run_forks();
  if (strcmp(mode, "same-pid") == 0) run_same_pid(count);
  wait_for_end("ready");
}
