/*
 * A FUSE file system that takes one kind of request and never answers it.
 *
 *   hung-fuse DIR OPCODE SECONDS    mounts itself on DIR, prints "ready", ends after SECONDS
 *   hung-fuse DIR +OPCODE SECONDS   the same, but answers everything until it gets SIGUSR1
 *   hung-fuse DIR lockN SECONDS     the same, never answering READ, and N processes beside it (their pids are printed
 *                                   after "ready", every second one is nobody's) that hold their memory locks for
 *                                   writing: the file being open both with and without a page cache, mmap waits for a
 *                                   page that the read of the first one's other thread has locked
 *   hung-fuse DIR nobodyN SECONDS   the same, all N are nobody's
 *
 * DIR holds one regular file, "f", of mode 755; with one more argument its content is that of the file so named. Ending the server ends every wait.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static int device;
static int content = -1;
static off_t size = 4096;
static int opens;
static volatile sig_atomic_t hangs;

static void answer(const struct fuse_in_header *in, int error, const void *body, size_t length) {
  struct fuse_out_header out = {sizeof out + (error ? 0 : length), -error, in->unique};
  struct iovec parts[2] = {{&out, sizeof out}, {(void *)body, error ? 0 : length}};
  if (writev(device, parts, 2) < 0 && errno != ENOENT) perror("writev");
}

static void fill(struct fuse_attr *attr, uint64_t node) {
  memset(attr, 0, sizeof *attr);
  attr->ino = node;
  attr->mode = node == 1 ? S_IFDIR | 0755 : S_IFREG | 0755;
  attr->nlink = 1;
  attr->size = node == 1 ? 0 : size;
}

static void read_content(const struct fuse_in_header *in, const struct fuse_read_in *from) {
  static char bytes[1 << 17];
  size_t most = from->size < sizeof bytes ? from->size : sizeof bytes;
  ssize_t length = content < 0 ? 0 : pread(content, bytes, most, from->offset);
  answer(in, length < 0 ? EIO : 0, bytes, length);
}

/* The directory: one name, unless the reader has it already. */
static void list(const struct fuse_in_header *in, const struct fuse_read_in *from) {
  struct {
    struct fuse_dirent head;
    char name[8];
  } entry = {{.ino = 2, .off = 1, .namelen = 1, .type = S_IFREG >> 12}, "f"};
  answer(in, 0, &entry, from->offset == 0 ? sizeof entry : 0);
}

static void serve_one(const struct fuse_in_header *in, const char *body, int lock) {
  struct fuse_init_out init = {.major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION, .max_write = 4096};
  struct fuse_entry_out entry = {.nodeid = 2};
  struct fuse_attr_out attr = {0};
  struct fuse_open_out open = {0};
  struct fuse_statfs_out statfs = {.st = {.bsize = 4096, .frsize = 4096, .namelen = 255}};
  switch (in->opcode) {
    case FUSE_INIT:
      return answer(in, 0, &init, sizeof init);
    case FUSE_LOOKUP:
      fill(&entry.attr, 2);
      return answer(in, strcmp(body, "f") == 0 ? 0 : ENOENT, &entry, sizeof entry);
    case FUSE_GETATTR:
      fill(&attr.attr, in->nodeid);
      return answer(in, 0, &attr, sizeof attr);
    case FUSE_OPEN:
      open.open_flags = lock && opens++ > 0 ? FOPEN_DIRECT_IO | FOPEN_KEEP_CACHE : 0;
      return answer(in, 0, &open, sizeof open);
    case FUSE_OPENDIR:
      return answer(in, 0, &open, sizeof open);
    case FUSE_STATFS:
      return answer(in, 0, &statfs, sizeof statfs);
    case FUSE_READ:
      return read_content(in, (const struct fuse_read_in *)body);
    case FUSE_READDIR:
      return list(in, (const struct fuse_read_in *)body);
    case FUSE_FORGET:
    case FUSE_BATCH_FORGET:
    case FUSE_INTERRUPT:
      return;
    default:
      return answer(in, ENOSYS, NULL, 0);
  }
}

static void serve(int hung, int lock) {
  static char request[65536 + 4096];
  for (;;) {
    ssize_t length = read(device, request, sizeof request);
    if (length < 0 && (errno == EINTR || errno == ENOENT)) continue;
    if (length < 0) exit(0);
    const struct fuse_in_header *in = (const struct fuse_in_header *)request;
    if (hangs && (int)in->opcode == hung) continue;
    serve_one(in, request + sizeof *in, lock);
  }
}

static char path[4096];

static int cached, direct;

static void *read_for_ever(void *unused) {
  char byte;
  if (read(cached, &byte, 1) < 0) perror("read");
  return unused;
}

static void start_to_hang(int signal) {
  hangs = signal;
}

/* A process whose memory lock is held; the first one also locks the page. */
static void hold_lock(int index, int is_nobody, int seconds) {
  pthread_t thread;
  alarm(seconds);
  if (index == 0) {
    cached = open(path, O_RDONLY);
    pthread_create(&thread, NULL, read_for_ever, NULL);
  }
  usleep(100000);
  direct = open(path, O_RDONLY);
  /* of this thread alone: the other one, which waits for the server, could not agree */
  if (is_nobody && syscall(SYS_setuid, 65534) != 0) perror("setuid");
  prctl(PR_SET_PDEATHSIG, SIGKILL); /* setuid would have cleared it */
  if (mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, direct, 0) == MAP_FAILED) perror("mmap");
  for (;;) pause();
}

int main(int argc, char **argv) {
  if (argc < 4) return 64;
  int nobody = strncmp(argv[2], "nobody", 6) == 0;
  int lock = nobody || strncmp(argv[2], "lock", 4) == 0;
  int victims = lock ? atoi(argv[2] + strcspn(argv[2], "0123456789")) : 0;
  hangs = argv[2][0] != '+';
  signal(SIGUSR1, start_to_hang);
  char options[128];
  snprintf(path, sizeof path, "%s/f", argv[1]);
  if (argc > 4) {
    content = open(argv[4], O_RDONLY);
    size = lseek(content, 0, SEEK_END);
  }
  device = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", device);
  if (device < 0 || mount("hung", argv[1], "fuse.hung", MS_NOSUID | MS_NODEV, options) != 0) {
    perror("fuse");
    return 69;
  }
  alarm(atoi(argv[3]));
  pid_t pids[victims + 1];
  for (int i = 0; i < victims; i++) {
    pids[i] = fork();
    if (pids[i] == 0) {
      close(device);
      hold_lock(i, nobody || i % 2 == 1, atoi(argv[3]));
    }
  }
  // In one piece: who waits for the word takes the pids with it.
  printf("ready");
  for (int i = 0; i < victims; i++) printf(" %d", (int)pids[i]);
  puts("");
  fflush(stdout);
  serve(lock ? FUSE_READ : atoi(argv[2]), lock);
}
