import type { ReadPart } from "../contract/host-reader.ts";
import { partName } from "./protocol-answer.ts";

/** Files that wait for nobody, neither a memory lock nor a file system, and that the kernel makes in one piece. */
const LOCK_FREE = new Set(["status", "statm", "comm", "io", "cgroup", "limits", "wchan", "loginuid", "sessionid"]);

/** Names that lead through one of the kernel's links to somewhere else; nothing but the program image is read there. */
const LEADS_AWAY = /(?:^|\/)(?:root|cwd|exe|fd\/[^/]+|map_files\/[^/]+)\/|(?:^|\/)\.\.(?:\/|$)|^\//;

/** What waits for the lock over a process's memory, which that process can keep others from getting. */
const MEMORY_LOCK = /(?:^|\/)(?:cmdline|environ|maps|smaps|smaps_rollup|numa_maps|pagemap|map_files)$/;

/** A part of a process with what its name says of it, found once for a whole batch. */
export interface PreparedPart {
  readonly part: ReadPart;
  /** From 1; what the register shows. */
  readonly place: number;
  readonly name: string;
  /** The operation that fails when it fails. */
  readonly op: string;
  /** Nobody can make a reader wait over it. */
  readonly isSafe: boolean;
  readonly waitsForMemory: boolean;
  /** Another program image has another one: it must be seen to be of the same as the parts beside it. */
  readonly isOfImage: boolean;
  readonly leadsAway: boolean;
  /** A short read is all: the kernel made it in one piece, or (`cmdline`) it ends early at a bad page. */
  readonly isOneRead: boolean;
}

export function prepareParts(parts: readonly ReadPart[]): PreparedPart[] {
  return parts.map((part, i) => {
    const name = partName(part);
    return {
      part,
      place: i + 1,
      name,
      op: opOf(part),
      isSafe: "link" in part || LOCK_FREE.has(name),
      waitsForMemory: waitsForMemory(name),
      isOfImage: name === "exe" || waitsForMemory(name),
      leadsAway: LEADS_AWAY.test(name),
      isOneRead: LOCK_FREE.has(name) || name === "cmdline",
    };
  });
}

export function waitsForMemory(name: string): boolean {
  return MEMORY_LOCK.test(name);
}

function opOf(part: ReadPart): string {
  if ("file" in part) return "open";
  if ("link" in part) return "readlink";
  if ("stat" in part) return "lstat";
  return "links" in part ? "opendir" : "hash";
}
