import { splitLines } from "@livetriage/triage-core/text";
import { payloadOfShell } from "../parse/payload.ts";
import { COMMAND_VARIABLE, parseShellScript } from "../parse/shell-script.ts";
import type { Entry, EntryFile } from "./entry.ts";

/** A file that a shell reads: its lines that start something are the command; without such lines it starts nothing. */
export function parseSourced(file: EntryFile): Entry[] {
  const lines = parseShellScript(file.text);
  if (lines.length === 0) return [];
  const command = lines.map(({ text }) => text).join("\n");
  const [only] = lines;
  return [
    {
      line: lines.length === 1 ? (only?.line ?? null) : null,
      command,
      script: true,
      payload: payloadOfShell(command),
      environment: settings(lines.map(({ text }) => text)),
    },
  ];
}

/** A fixed script that is run only when it may be executed (rc.local). */
export function parseRcScript(file: EntryFile): Entry[] {
  return parseSourced(file).map((entry) => ({ ...entry, state: file.executable ? "enabled" : "disabled" }));
}

/** `NAME=value` parts of lines, of the variables through which a value becomes a command. */
function settings(lines: readonly string[]): string[] {
  return lines.flatMap((line) =>
    [...line.matchAll(/(?:^|[\s;])([A-Za-z_]\w*)=("[^"]*"|'[^']*'|[^\s;]*)/g)]
      .filter(([, name]) => COMMAND_VARIABLE.test(name as string))
      .map(([, name, value]) => `${name}=${value}`),
  );
}

const TRAP = /(?:^|[;&|{]\s*|\s)trap\s+(?:--\s+)?('([^']*)'|"((?:[^"\\]|\\.)*)"|([\w./-]+))\s+([A-Z0-9][A-Z0-9 ]*)\b/;

/** Commands that a shell file hands to `trap`. */
export function parseTraps(file: EntryFile): Entry[] {
  return splitLines(file.text).flatMap((raw, index) => {
    const match = /^\s*#/.test(raw) ? null : TRAP.exec(raw);
    const command = match?.[2] ?? match?.[3] ?? match?.[4] ?? "";
    if (match === null || command === "" || command === "-") return [];
    return [{ line: index + 1, key: "trap", name: (match[5] as string).trim(), command, raw }];
  });
}
