import { splitLines } from "./lines.ts";

/**
 * Lines of `key SEPARATOR value` as a map; blanks around both are taken off, lines without the separator are left out,
 * and the last of equal keys wins.
 *
 * Shape: `Name:\tbash` with separator `:`; `ID=debian` with separator `=`.
 */
export function keyValues(text: string, separator: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const line of splitLines(text)) {
    const at = line.indexOf(separator);
    if (at > 0) pairs.set(line.slice(0, at).trim(), line.slice(at + separator.length).trim());
  }
  return pairs;
}
