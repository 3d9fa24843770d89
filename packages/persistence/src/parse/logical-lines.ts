import { splitLines } from "@livetriage/triage-core/text";
import { stripBom } from "./strip-bom.ts";

/** A line of a file with its number, from 1. */
export interface LogicalLine {
  readonly line: number;
  readonly raw: string;
}

/** Lines with their numbers; those that end in a backslash joined to the next where lines of the format are. */
export function logicalLines(text: string, continued: boolean): LogicalLine[] {
  const lines: { line: number; raw: string }[] = [];
  let open = false;
  for (const [index, physical] of splitLines(stripBom(text)).entries()) {
    const more = continued && physical.endsWith("\\");
    const part = more ? physical.slice(0, -1) : physical;
    const last = lines.at(-1);
    if (open && last !== undefined) last.raw += ` ${part.trim()}`;
    else lines.push({ line: index + 1, raw: part });
    open = more;
  }
  return lines;
}
