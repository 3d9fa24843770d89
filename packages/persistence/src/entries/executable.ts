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
