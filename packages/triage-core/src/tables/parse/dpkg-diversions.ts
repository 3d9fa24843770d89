import { splitLines } from "../../text/lines.ts";

/**
 * Diversions of dpkg by the path that was diverted.
 *
 * Shape:  three lines each: the path, where it goes, the package that wants it so (`:` is the administrator).
 * Source: dpkg-divert(1).
 */
export function parseDiversions(text: string): Map<string, { to: string; by: string }> {
  const lines = splitLines(text);
  const diversions = new Map<string, { to: string; by: string }>();
  for (let i = 0; i + 2 < lines.length; i += 3) {
    diversions.set(lines[i] as string, { to: lines[i + 1] as string, by: lines[i + 2] as string });
  }
  return diversions;
}
