import type { Registry } from "@livetriage/triage-core";
import { columnsOf } from "./columns.ts";
import { connectionText } from "./connections.ts";
import { fileText } from "./files.ts";
import { cell, type Item } from "./item.ts";
import { persistenceText } from "./persistence.ts";
import { processText } from "./process-text.ts";

const TEXTS: Readonly<Record<string, (item: Item) => string>> = {
  "proc-tree": (item) => `${cell(item["pid"])} ${cell(item["user"] ?? item["uid"])} ${processText(item)}`,
  "net-conns": connectionText,
  persistence: persistenceText,
  "recent-files": fileText,
};

/** Any item in one line: our own phases in their own words, others by the columns that they declare. */
export function itemText(phase: string, item: Item, registry: Registry): string {
  const text = TEXTS[phase];
  if (text !== undefined) return text(item);
  const columns = columnsOf(registry, phase);
  const values = columns.length > 0 ? columns.map(({ field }) => item[field]) : Object.values(item).slice(0, 6);
  return values.map(cell).join("  ");
}
