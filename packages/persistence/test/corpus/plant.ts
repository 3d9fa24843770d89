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

/** A plant of one file with one entry; what is left out is the usual: argv null, enabled. */
export function plantOne(
  mechanism: string,
  [trigger, runsAs]: readonly [trigger: string, runsAs: string],
  [path, content]: readonly [path: string, content: MemEntries[string]],
  command: string | null,
  more: Partial<PersistenceItem> = {},
  files: MemEntries = {},
): Plant {
  const expected = { mechanism, path, trigger, runs_as: runsAs, command, argv: null, state: "enabled", ...more };
  return { name: `${mechanism}: ${path}`, files: { [path]: content, ...files }, expect: [expected] };
}

/** A program that is its own command. */
export function plantProgram(
  mechanism: string,
  when: readonly [string, string],
  path: string,
  more: Partial<PersistenceItem> = {},
): Plant {
  const content = executable("#!/bin/sh\n# x\n/opt/payload &\n");
  return plantOne(mechanism, when, [path, content], path, {
    argv: [path],
    commands: ["/opt/payload &"],
    interpreter: "/bin/sh",
    ...more,
  });
}
