import { splitLines } from "@livetriage/triage-core/text";

/** What tells one object of a kind from another: which program or map of BPF, whose files io_uring has taken over. */
const TELLING = new Set([
  "prog_type",
  "prog_id",
  "map_type",
  "map_id",
  "link_type",
  "link_id",
  "btf_id",
  "SqThread",
  "UserFiles",
  "UserBufs",
  "fanotify flags",
]);

/**
 * What a file of `fdinfo` tells of an object of the kernel, as `key=value`; nothing where it tells nothing.
 *
 * Shape:  `prog_id:\t7` lines; a fanotify group has one line `fanotify … mask:…` for each of its marks.
 * Source: proc_pid_fdinfo(5), bpf_prog_show_fdinfo() in kernel/bpf/syscall.c, io_uring/fdinfo.c
 */
export function parseFdinfo(text: string): string[] {
  const told: string[] = [];
  let marks = 0;
  for (const line of splitLines(text)) {
    const match = /^([^:]+):\s*(\S+)/.exec(line);
    const [, key = "", value = ""] = match ?? [];
    if (TELLING.has(key)) told.push(`${key.replace(/^.* /, "")}=${value.slice(0, MAX_VALUE)}`);
    if (/^fanotify (?:ino|mnt_id|sdev):/.test(line)) marks++;
  }
  return marks === 0 ? told : [...told, `marks=${marks}`];
}

const MAX_VALUE = 32;
