import { splitLines } from "@livetriage/triage-core/text";
import type { Entry, EntryFile } from "./entry.ts";

/** What irexec runs for a key of a remote control: `config` of each block that is for it. Source: irexec(1), "lircrc". */
export function parseLircrc({ text }: EntryFile): Entry[] {
  const entries: Entry[] = [];
  let block: { isForIrexec: boolean; button: string | null; found: Entry[] } | null = null;
  for (const [index, raw] of splitLines(text).entries()) {
    const [, key = "", value = ""] = /^\s*(\w+)\s*=\s*(\S.*)$/.exec(raw) ?? [];
    const word = raw.trim().toLowerCase();
    if (word === "begin" || word.startsWith("begin ")) block = { isForIrexec: false, button: null, found: [] };
    else if (block === null) continue;
    else if (word === "end" || word.startsWith("end ")) {
      const { isForIrexec, button, found } = block;
      if (isForIrexec) entries.push(...found.map((entry) => (button === null ? entry : { ...entry, name: button })));
      block = null;
    } else if (/^prog$/i.test(key)) block.isForIrexec = value.trim() === "irexec";
    else if (/^button$/i.test(key)) block.button ??= value.trim();
    else if (/^config$/i.test(key)) block.found.push({ line: index + 1, key, command: value.trim(), raw });
  }
  return entries;
}
