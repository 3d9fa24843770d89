import type { Seen } from "./seen.ts";

/** What a machine may lack; a condition that needs it is left out there, with the reason. */
export type Need = "fuse" | "userfaultfd" | "cgroup-memory" | "time-namespace";

/** One way in which a host can be hostile, brought about for real on a small host of its own. */
export interface Condition {
  /** Kebab-case, stable. */
  readonly id: string;
  /** What is wrong with the host. */
  readonly title: string;
  readonly needs?: readonly Need[];
  /** Bash, see `stage/functions.sh`: brings the condition about and calls `collect` once. */
  readonly script: string;
  /** What the document must say, in words. */
  readonly says: string;
  /** What is wrong with what the command did, one sentence each; what holds for every condition is checked elsewhere. */
  readonly wrong: (seen: Seen) => readonly string[];
  /** Exit code where it is not 0; `any`: a package or one sentence why there is none. */
  readonly code?: number | "any";
  /** How the collection ends where it is not `finished`. */
  readonly ended?: string;
  /** Milliseconds that the command may take longer than on a quiet host. */
  readonly allowance?: number;
  /** Commands that people use instead, run after the same preparation; `tells` is in their output when they notice. */
  readonly peers?: readonly Peer[];
}

export interface Peer {
  readonly command: string;
  readonly tells: RegExp;
}
