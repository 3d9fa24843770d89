import { splitLines } from "../../text/lines.ts";

/** One file of a package. */
export interface ApkFile {
  readonly package: string;
  readonly path: string;
  /** Hex; null when the record has none. */
  readonly sha1: string | null;
}

/**
 * Files of apk's `installed` database.
 *
 * Shape:  records of `X:value` lines: `P:` package, `F:` directory, `R:` file in it, `Z:Q1` and the base64 of its sha1.
 * Source: apk-tools 2 database format.
 */
export function parseApkInstalled(text: string): ApkFile[] {
  const files: { package: string; path: string; sha1: string | null }[] = [];
  let name = "";
  let directory = "";
  for (const line of splitLines(text)) {
    const value = line.slice(2);
    if (line.startsWith("P:")) name = value;
    else if (line.startsWith("F:")) directory = value;
    else if (line.startsWith("R:"))
      files.push({ package: name, path: `/${directory === "" ? "" : `${directory}/`}${value}`, sha1: null });
    else if (line.startsWith("Z:Q1")) {
      const last = files.at(-1);
      if (last !== undefined) last.sha1 = Buffer.from(line.slice(4), "base64").toString("hex");
    }
  }
  return files;
}
