import type { LosslessString } from "../text/lossless.ts";
import type { Redact } from "../text/redact/redact.ts";

/** One line of the host's passwd file, read through the root, without NSS. */
export interface Account {
  readonly name: LosslessString;
  readonly uid: number;
  readonly gid: number;
  readonly home: LosslessString;
  readonly shell: LosslessString;
}

/** One line of mountinfo. Source: proc_pid_mountinfo(5). */
export interface MountPoint {
  readonly mount_id: number;
  readonly parent_id: number;
  /** `major:minor`. */
  readonly device: string;
  /** Directory of the file system that forms the root of this mount. */
  readonly root: LosslessString;
  readonly mount_point: LosslessString;
  readonly fs_type: string;
  readonly source: LosslessString;
  readonly options: string;
  readonly super_options: string;
}

/** What every phase may want to know of the host, read once per run. Unknown is null. */
export interface HostFacts {
  /** True for the running host, false for an image below `--root`. */
  readonly live: boolean;
  readonly boot_id: string | null;
  /** Process whose mounts our paths lead through: our reader, or process 1 where the host is read through its root. */
  readonly viewer: "self" | "1";
  /** Boot time, nanoseconds since the epoch, from `btime` of /proc/stat (whole seconds). */
  readonly boot_time_ns: bigint | null;
  /** Clock ticks per second of the kernel's user interface (AT_CLKTCK). */
  readonly ticks_per_second: number;
  readonly page_size: number;
  /** Least significant byte first. */
  readonly little_endian: boolean;
  readonly kernel_release: string | null;
  readonly accounts: readonly Account[];
  readonly mounts: readonly MountPoint[];
  /** uid that we run as. */
  readonly effective_uid: number;
  /** May we read any file without moving its time of access? */
  readonly reads_unseen: boolean;
  /** Processes of this collection: the main one first, then its readers so far; later readers are children of the first. */
  readonly collector_pids: readonly number[];
  /** Wall clock when the collection began, nanoseconds since the epoch. */
  readonly started_at_ns: bigint;
  /** Name of a uid in the host's passwd, null when it has none. */
  userName(uid: number): string | null;
  /** Name of a gid in the host's group file, null when it has none. */
  groupName(gid: number): string | null;
  /** What stands for a secret in the document, to be given to `redactText` and `redactArgv`. */
  readonly redact: Redact;
}
