import type { FileIdentity, HashAlgorithm, ReadPart } from "../contract/host-reader.ts";
import type { LosslessString } from "../text/lossless.ts";

/** One question about the host, as it travels. Paths are absolute within the root. */
export type Ask =
  | {
      readonly kind: "set";
      readonly path: LosslessString;
      readonly parts: readonly ReadPart[];
      readonly expect: string;
    }
  | {
      readonly kind: "list";
      readonly path: LosslessString;
      readonly maxEntries: number;
      readonly stat: boolean;
      readonly noFollow: boolean;
      readonly otherView: boolean;
      readonly changedSinceNs: bigint | null;
      /** Empty for the beginning. */
      readonly after: LosslessString;
    }
  | {
      readonly kind: "file";
      readonly path: LosslessString;
      readonly offset: number;
      readonly maxBytes: number;
      readonly tailBytes: number;
      readonly expect: FileIdentity | null;
    }
  | { readonly kind: "link" | "lstat" | "resolve"; readonly path: LosslessString }
  | { readonly kind: "look"; readonly path: LosslessString; readonly names: readonly LosslessString[] }
  | {
      readonly kind: "hash";
      readonly path: LosslessString;
      readonly maxBytes: number;
      readonly also: HashAlgorithm | null;
      readonly headBytes: number;
      readonly expect: FileIdentity | null;
    }
  | { readonly kind: "probe"; readonly path: LosslessString; readonly from: number; readonly to: number };

/** What an error of an ask names as its operation. */
export const OPERATIONS: Readonly<Record<Ask["kind"], string>> = {
  set: "read",
  list: "opendir",
  file: "open",
  link: "readlink",
  lstat: "lstat",
  resolve: "lstat",
  hash: "hash",
  probe: "probe",
  look: "lstat",
};

export type SetAsk = Extract<Ask, { kind: "set" }>;
export type SingleAsk = Exclude<Ask, SetAsk>;

/**
 * When a process is read: 0 at once, unless it is itself stuck or its owner's traps have cost time already; 1 when
 * everybody else's have been read, unless a thread of it is stuck; 2 last of all, whatever it is.
 */
export type Turn = 0 | 1 | 2;

/** Any number as a turn, so that a reader always knows what to do. */
export function toTurn(value: number): Turn {
  return value === 0 || value === 1 ? value : 2;
}

/** No process starts then. */
export const ANY_START = -1;

/** One process directory of a batch. */
export interface SetMember {
  readonly path: LosslessString;
  /** Field 22 of the process that is meant, `ANY_START` when any will do. */
  readonly expect: number;
  /** Bit i set: part i is known to block and is not touched. */
  readonly untouched: number;
  /** What traps may cost is used up: nothing is touched that can be one. */
  readonly spared: boolean;
  readonly turn: Turn;
}

/** What main says to a reader. */
export type Order =
  | {
      readonly kind: "settings";
      readonly root: LosslessString;
      /** The root is the running host's, whose /proc is ours. */
      readonly live: boolean;
      readonly enter: readonly LosslessString[];
    }
  | { readonly kind: "strike-mount"; readonly mount: number }
  | { readonly kind: "defer-owner"; readonly uid: number }
  | { readonly kind: "sets"; readonly parts: readonly ReadPart[]; readonly members: readonly SetMember[] }
  | { readonly kind: "single"; readonly ask: SingleAsk };

export type SetsOrder = Extract<Order, { kind: "sets" }>;

/** An order as it arrived; the members of a batch have the numbers from `seq` on. */
export interface NumberedOrder {
  readonly seq: number;
  readonly order: Order;
}
