import type { Clock } from "@livetriage/triage-core";
import { toRfc3339 } from "@livetriage/triage-core/text";

export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** One line of JSON for whoever keeps this host's logs. */
export type Log = (level: "info" | "warn" | "error", event: string, fields?: LogFields) => void;

export function createLog(clock: Clock, write: (line: string) => void): Log {
  return (level, event, fields = {}) =>
    write(`${JSON.stringify({ time: toRfc3339(clock.wallNs()), level, event, ...fields })}\n`);
}
