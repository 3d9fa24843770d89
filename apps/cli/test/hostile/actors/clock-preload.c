/* Loaded into a program with LD_PRELOAD: its wall clock jumps back a day whenever it has been asked 50 times. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

static int asked;

static time_t jump(void) {
  return __sync_fetch_and_add(&asked, 1) / 50 * 86400;
}

int clock_gettime(clockid_t clock, struct timespec *at) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, at);
  if (clock == CLOCK_REALTIME) at->tv_sec -= jump();
  return result;
}

int gettimeofday(struct timeval *at, void *zone) {
  int (*real)(struct timeval *, void *) = dlsym(RTLD_NEXT, "gettimeofday");
  int result = real(at, zone);
  at->tv_sec -= jump();
  return result;
}
