import type { EntryFile } from "../src/entries/entry.ts";
import type { MECHANISMS } from "../src/mechanisms/index.ts";

/** A file with this text, at the first place where a mechanism looks. */
export function anyFile({ paths }: Pick<(typeof MECHANISMS)[number], "paths">, text: string): EntryFile {
  const path = (Object.values(paths).flat()[0] ?? "/etc/x").replace("~", "/home/a");
  return {
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    text,
    type: "file",
    size: BigInt(text.length),
    mode: 0o755,
    executable: true,
    owner: "root",
    link: null,
    real: path,
    home: null,
    distribution: ["debian"],
    userName: () => null,
  };
}
