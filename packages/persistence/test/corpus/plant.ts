import type { MemEntries } from "@livetriage/triage-core/testing";
import type { PersistenceItem } from "../../src/item.ts";

/** What must come back of one planted entry; every expectation says at least these. */
export type Expected = Pick<
  PersistenceItem,
  "mechanism" | "path" | "trigger" | "runs_as" | "command" | "argv" | "state"
> &
  Partial<PersistenceItem>;

/** Files on a host, and the items that they must give. */
export interface Plant {
  readonly name: string;
  readonly files: MemEntries;
  readonly expect: readonly Expected[];
  /** A case that makes naive collectors miss, hang or lie. */
  readonly trap?: true;
  /** Other items of the files' paths would be wrong. */
  readonly only?: true;
}

/** An executable file. */
export const executable = (content: string) => ({ content, mode: 0o100755 });

/** A symbolic link. */
export const link = (target: string) => ({ link: target });
