import { splitLines } from "@livetriage/triage-core/text";

/** An at job: who, and the lines after the environment that at wrote. */
export interface AtJob {
  readonly uid: number | null;
  /** From the `# mail USER` line. */
  readonly user: string | null;
  readonly directory: string | null;
  /** 1-based line of the first command. */
  readonly line: number | null;
  readonly commands: readonly string[];
}

const GENERATED = /^\s*(#|umask \d+$|[A-Za-z_]\w*=.*; export [A-Za-z_]\w*$|$)/;

/**
 * Parse a job file of at(1).
 *
 * Shape:  `#!/bin/sh`, `# atrun uid=0 gid=0`, `# mail root 0`, umask, exported environment, `cd DIR || { … }`, then the
 *         commands, on some systems inside a here-document for `$SHELL`.
 * Errors: what at did not write is a command, wherever it stands.
 * Source: at.c of at 3.1 and 3.2.
 */
export function parseAtJob(text: string): AtJob {
  const lines = splitLines(text);
  const commands: string[] = [];
  let line: number | null = null;
  let directory: string | null = null;
  let block = false;
  let delimiter: string | null = null;
  for (const [index, raw] of lines.entries()) {
    const change: RegExpExecArray | null = directory === null ? /^cd (.*?) \|\| \{$/.exec(raw) : null;
    const shell = /^\$\{SHELL:-\/bin\/sh\} << '(.+)'$/.exec(raw);
    if (change !== null) [directory, block] = [(change[1] as string).replace(/\\(.)/g, "$1"), true];
    else if (block) block = raw !== "}";
    else if (shell !== null && delimiter === null) delimiter = shell[1] as string;
    else if (raw !== delimiter && (commands.length > 0 || !GENERATED.test(raw))) {
      line ??= index + 1;
      commands.push(raw);
    }
  }
  while (commands.at(-1)?.trim() === "") commands.pop();
  const uid = /^# atrun uid=(\d+)/m.exec(text);
  const mail = /^# mail\s+(\S+)/m.exec(text);
  return { uid: uid === null ? null : Number(uid[1]), user: mail?.[1] ?? null, directory, line, commands };
}

/** What the name of a job file says: queue letter, job number, minutes since the epoch; null for other names. */
export function parseAtName(name: string): { queue: string; job: number; minutes: number; running: boolean } | null {
  const match = /^([a-zA-Z=])([0-9a-f]{5})([0-9a-f]{8})$/.exec(name);
  if (match === null) return null;
  const [queue, job, minutes] = match.slice(1) as [string, string, string];
  return { queue, job: Number.parseInt(job, 16), minutes: Number.parseInt(minutes, 16), running: queue === "=" };
}
