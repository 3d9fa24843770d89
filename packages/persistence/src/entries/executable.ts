import { parseShebang, parseShellScript } from "../parse/shell-script.ts";
import type { Entry, EntryFile } from "./entry.ts";

/** A program in a directory whose programs are run: it is its own command. */
export function parseExecutable(file: EntryFile): Entry[] {
  return [executableEntry(file, file.executable ? "enabled" : "disabled")];
}

/** The entry of a program or script that is run by its path. */
export function executableEntry(file: EntryFile, state: Entry["state"]): Entry {
  const interpreter = parseShebang(file.text);
  const isText = interpreter !== null || !file.text.includes("\0");
  return {
    command: file.path,
    argv: [file.path],
    payload: { program: file.path, interpreter: interpreter?.split(/\s+/)[0] ?? null },
    ...(interpreter === null ? {} : { interpreter }),
    ...(state === undefined ? {} : { state }),
    ...(isText && file.text !== ""
      ? { script: true as const, commands: () => parseShellScript(file.text).map(({ text }) => text) }
      : {}),
  };
}

const RUN_PARTS_NAME = /^[A-Za-z0-9_-]+$/;

/**
 * A program of a directory that run-parts runs: it must be executable, and Debian's takes no dot in a name.
 *
 * Source: run-parts(8); RHEL's run-parts of crontabs skips `*~`, `*,`, `*.rpm*`, `*.swp`, `*.cfsaved`.
 */
export function parseRunParts(file: EntryFile): Entry[] {
  const strict = file.distribution.some((id) => id === "debian" || id === "ubuntu" || id === "alpine");
  const runs = strict ? RUN_PARTS_NAME.test(file.name) : !/[~,]$|\.(rpm\w*|swp|cfsaved)$|^\./.test(file.name);
  return [executableEntry(file, runs ? (file.executable ? "enabled" : "disabled") : "ignored")];
}
