import type { LosslessString } from "@livetriage/triage-core/text";
import type { Direction, NoOwnerReason } from "./item.ts";
import type { InetRow } from "./parse/net-tcp.ts";

/** One descriptor of one process, as the tables of a run tell it. */
export interface Owner {
  readonly pid: number;
  readonly start_ticks: string;
  readonly comm: LosslessString;
  readonly fd: number;
}

/** The files of `/proc/[pid]/net` that are read, in the order of the document. */
export const PROTOCOLS = ["tcp", "tcp6", "udp", "udp6"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** One socket as found: a row of a kernel table and the namespace it was read in. */
export interface FoundSocket {
  readonly protocol: Protocol;
  /** Inode of the namespace, null where it may not be read. */
  readonly netns: string | null;
  readonly row: InetRow;
}

/** A socket with all that was worked out about it. */
export interface KnownSocket extends FoundSocket {
  readonly direction: Direction;
  readonly owners: readonly Owner[];
  /** The owner that stands for all of them. */
  readonly process: Owner | null;
  readonly no_owner_reason: NoOwnerReason | null;
  /** What `/proc/[pid]/exe` of `process` says, null where unknown or not asked. */
  readonly process_exe: LosslessString | null;
}
