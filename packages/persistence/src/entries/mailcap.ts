import { logicalLines } from "../parse/logical-lines.ts";
import { payloadOfShell } from "../parse/payload.ts";
import type { Entry, EntryFile } from "./entry.ts";

/** Fields of a mailcap line that hold a command besides the second one. */
const COMMAND_FIELD = /^\s*(?<key>compose|composetyped|edit|print|test)\s*=\s*(?<command>\S.*?)\s*$/i;

/** Commands of a mailcap file, which a shell runs: the one that shows a type, and those of its fields. Source: RFC 1524. */
export function parseMailcap(file: EntryFile): Entry[] {
  return logicalLines(file.text, true).flatMap(({ line, raw }): Entry[] => {
    if (/^\s*#/.test(raw)) return [];
    const [name = "", view = "", ...fields] = raw.split(/(?<!\\);/).map((field) => field.trim());
    const shown = view === "" ? [] : [{ key: "view", command: view }];
    const others = fields.flatMap((field) => {
      const { key = "", command = "" } = COMMAND_FIELD.exec(field)?.groups ?? {};
      return command === "" || payloadOfShell(command) === null ? [] : [{ key: key.toLowerCase(), command }];
    });
    return [...shown, ...others].map((one) => ({ ...one, line, name, interpreter: "/bin/sh", raw }));
  });
}
