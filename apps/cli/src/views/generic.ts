import type { Registry, TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { columnsOf, type ItemColumn } from "./columns.ts";
import { cell, type Item, itemsOf } from "./item.ts";

/** The items of any phase in the columns that it declares; of an unknown phase, in the fields of its first item. */
export function phaseView(document: TriagePackage, name: string, registry: Registry): Table {
  const items = itemsOf(document, name);
  const declared = columnsOf(registry, name);
  const columns = declared.length > 0 ? declared : firstFields(items[0]);
  return {
    title: name,
    columns: columns.map(({ label }) => ({ title: label, elide: "middle" })),
    rows: items.map((item) => columns.map(({ field }) => cell(item[field]))),
    more: "--all",
  };
}

function firstFields(item: Item | undefined): ItemColumn[] {
  return Object.entries(item ?? {})
    .filter(([, value]) => typeof value !== "object")
    .slice(0, 6)
    .map(([field]) => ({ field, label: field }));
}
