import { printable } from "../terminal/printable.ts";
import { second } from "../views/units.ts";

/** What says the same in a form that people do not read: the log has it whole. */
const LEFT_OUT = new Set([
  "seq",
  "at",
  "event",
  "previous",
  "command",
  "key_policy",
  "signature",
  "key_id",
  "operator",
]);

/** An entry of the audit log as `12  2026-11-23 10:00:00Z  anna  submit  run_id=…`; what is no entry, as it is. */
export function auditLine(line: string): string {
  const entry = parse(line);
  if (entry === null) return printable(line);
  const { seq, at, event, operator = "-" } = entry;
  const more = Object.entries(entry).flatMap(([name, value]) => (LEFT_OUT.has(name) ? [] : [`${name}=${word(value)}`]));
  return printable(
    [String(seq).padStart(5), second(String(at)), String(operator), String(event), more.join(" ")].join("  "),
  ).trimEnd();
}

function parse(line: string): Record<string, unknown> | null {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null ? (entry as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function word(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[\s"]/.test(text) || text === "" ? JSON.stringify(text) : text;
}
