import { decodeLossless, keyValues } from "@livetriage/triage-core/text";

/** What identifies the file behind a descriptor. Null where this kernel does not say. */
export interface FdInfo {
  readonly mnt_id: number | null;
  /** Inode number, decimal. */
  readonly ino: string | null;
}

/**
 * Mount and inode of an open file.
 *
 * Shape:  `pos:\t0\nflags:\t0100000\nmnt_id:\t29\nino:\t1234\n`, then lines of the file's own kind.
 * Errors: null for a field that is missing or no number.
 * Source: proc_pid_fdinfo(5); `ino` since Linux 5.14.
 */
export function parseFdInfo(bytes: Uint8Array): FdInfo {
  const fields = keyValues(decodeLossless(bytes), ":");
  const mount = fields.get("mnt_id") ?? "";
  const ino = fields.get("ino") ?? "";
  return { mnt_id: /^\d{1,10}$/.test(mount) ? Number(mount) : null, ino: /^\d{1,20}$/.test(ino) ? ino : null };
}
