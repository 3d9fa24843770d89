import { splitLines } from "@livetriage/triage-core/text";
import { stripBom } from "./strip-bom.ts";

/** One `Key=value` of a unit file. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** 1-based line on which it starts. */
  readonly line: number;
  /** The setting as written, its continuation lines joined. */
  readonly raw: string;
}

/**
 * Parse a systemd unit file or drop-in into its settings, in order.
 *
 * Shape:  `[Section]`, `Key = value`; a backslash at the end of a line joins the next one to it with a blank; comment
 *         lines (`#`, `;`) inside such a join are skipped.
 * Errors: lines of another shape are left out.
 * Source: systemd.syntax(7).
 */
export function parseUnitFile(text: string): UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = "";
  for (const { line, text: raw } of joinContinued(splitLines(stripBom(text)))) {
    const header = /^\[(.*)\]$/.exec(raw);
    const at = raw.indexOf("=");
    if (header !== null) section = header[1] as string;
    else if (at > 0)
      settings.push({ section, key: raw.slice(0, at).trim(), value: raw.slice(at + 1).trim(), line, raw });
  }
  return settings;
}

/** Logical lines with the number of their first physical line; comments and blank lines are gone. */
function joinContinued(lines: readonly string[]): { line: number; text: string }[] {
  const joined: { line: number; text: string }[] = [];
  let parts: string[] = [];
  let start = 0;
  for (const [index, physical] of lines.entries()) {
    if (/^\s*[#;]/.test(physical)) continue;
    if (parts.length === 0) start = index + 1;
    const continued = /(^|[^\\])(\\\\)*\\$/.test(physical);
    parts.push(continued ? physical.slice(0, -1) : physical);
    if (continued && index < lines.length - 1) continue;
    const text = parts.join(" ").trim();
    if (text !== "") joined.push({ line: start, text });
    parts = [];
  }
  return joined;
}
