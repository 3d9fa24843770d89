import type { TriagePackage } from "@livetriage/triage-core";
import { toRfc3339 } from "@livetriage/triage-core/text";
import { printable } from "../terminal/printable.ts";
import type { Item } from "../views/item.ts";
import type { TimelineEvent } from "./events.ts";

/** What pandas, by which Timesketch imports, can hold. */
const EARLIEST_NS = -9_223_372_036_000_000_000n;
const LATEST_NS = 9_223_372_036_000_000_000n;

/** Does Timesketch take an event of this time? */
export function fitsTimesketch({ ns }: TimelineEvent): boolean {
  return ns >= EARLIEST_NS && ns <= LATEST_NS;
}

/**
 * An event as a line that Timesketch imports.
 *
 * Shape: JSON with `message`, `datetime` (ISO 8601), `timestamp` (microseconds), `timestamp_desc`, then the plain fields
 *        of the item and what names package, host and boot.
 * Source: timesketch.org, "Import from JSON or CSV"
 */
export function timesketchLine({ phase, field, ns, item, text }: TimelineEvent, document: TriagePackage): string {
  const name = field.join(".");
  return `${JSON.stringify({
    ...plainFields(item),
    message: printable(`${phase}: ${text}`),
    datetime: datetime(ns),
    timestamp: Number(ns / 1000n),
    timestamp_desc: `${phase} ${name}`,
    data_type: `livetriage:${phase}`,
    package_id: document.package_id,
    host_name: document.host.hostname,
    boot_id: document.host.boot_id,
  })}\n`;
}

/** Timesketch wants columns that hold one value. */
function plainFields(item: Item): Record<string, unknown> {
  const kept = Object.entries(item).flatMap(([key, value]) => {
    if (Array.isArray(value)) return [[key, value.map(String).join(" ")]];
    return typeof value === "object" ? [] : [[key, value]];
  });
  return Object.fromEntries(kept) as Record<string, unknown>;
}

/** To the microsecond, which is as fine as Timesketch keeps it. */
function datetime(ns: bigint): string {
  return toRfc3339(ns).replace(
    /(?:\.(\d{6})\d{3})?Z$/,
    (_tail, micros: string | undefined) => `.${micros ?? "000000"}+00:00`,
  );
}
