import type { OpenFd } from "@livetriage/triage-core";
import type { FdSummary } from "./process.ts";

/** Devices and kernel objects through which a process reaches around the file system or into the kernel. */
const TELLING =
  /^(?:\/dev\/(?:mem|kmem|port|kcore|fuse|uinput|vhost-|sd[a-z]|nvme\d|vd[a-z]|xvd[a-z]|dm-|mapper\/|loop\d|mtd)|\/proc\/kcore|anon_inode:(?:\[?(?:bpf|io_uring|fanotify|perf_event|userfaultfd)))/;
const MEMFD = /^\/memfd:/;
const DELETED = / \(deleted\)$/;
const SOCKET = /^socket:\[(\d+)\]$/;

/** Not files although they carry the kernel's word for a file without a name. */
const SHARED_MEMORY = /^\/(?:SYSV|dev\/zero|\[aio\]|dmabuf:|i915)/;

/** Most descriptors told one by one. */
const MAX_TELLING = 32;

/**
 * What the open descriptors of a process say; `dropped` counts those beyond the list.
 *
 * Source: proc_pid_fd(5)
 */
export function summarizeFds(fds: readonly OpenFd[], dropped: number): FdSummary {
  const socketInodes = new Map<number, string>();
  const telling: string[] = [];
  let deleted = 0;
  for (const { fd, link } of fds) {
    const inode = SOCKET.exec(link)?.[1];
    if (inode !== undefined) socketInodes.set(fd, inode);
    else if (DELETED.test(link) && !SHARED_MEMORY.test(link)) deleted++;
    if (TELLING.test(link) || MEMFD.test(link)) telling.push(`${fd} ${link}`);
  }
  return {
    count: fds.length + dropped,
    sockets: socketInodes.size,
    deleted,
    telling: telling.slice(0, MAX_TELLING),
    tellingDropped: Math.max(0, telling.length - MAX_TELLING),
    socketInodes,
  };
}
