import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { cell, type Item, itemsOf, object, str, unknownOf } from "./item.ts";
import { byTime, hasSignal, latest } from "./rank.ts";
import { age } from "./units.ts";
import type { ViewOptions } from "./view.ts";

/** Provenances that a distribution's own files have. */
const STOCK = ["packaged", "config", "generated", "image"];

/**
 * What starts by itself and does not come from the distribution as it is, those with a signal first, then by their last
 * change; of a changed configuration file one row.
 */
export function persistenceView(document: TriagePackage, { all }: ViewOptions): Table {
  const items = itemsOf(document, "persistence");
  const shown = all ? items : oncePerConfig(items.filter((item) => hasSignal(item) || !isStock(item)));
  const newest = shown.toSorted(byTime(changedAt));
  const ranked = [...newest.filter(hasSignal), ...newest.filter((item) => !hasSignal(item))];
  const stock = items.length - shown.length;
  return {
    title: "PERSISTENCE, NEWEST FIRST",
    columns: [
      { title: "changed", right: true },
      { title: "mechanism" },
      { title: "as", from: 100 },
      { title: "path", elide: "middle" },
      { title: "starts", elide: "middle" },
    ],
    rows: ranked.map((item) => [
      age(changedAt(item), document.started_at),
      `${hasSignal(item) ? "! " : ""}${mechanism(item)}`,
      cell(item["runs_as"]),
      cell(item["path"]),
      startedBy(item),
    ]),
    ...(stock > 0 ? { hidden: `${stock} stock` } : {}),
    unknown: unknownOf(document, "persistence"),
    more: "--view persistence",
  };
}

/** One entry in a few words. */
export function persistenceText(item: Item): string {
  return `${cell(item["path"])} starts ${startedBy(item)} as ${cell(item["runs_as"])} (${mechanism(item)})`;
}

function startedBy(item: Item): string {
  return cell(item["command"] ?? object(item, "target")["path"] ?? item["activates"] ?? item["link"]);
}

/** The file, and what it starts, are as the distribution brought or made them. */
function isStock(item: Item): boolean {
  const target = str(object(item, "target"), "provenance");
  const ofStock = (provenance: string | null) => STOCK.includes(provenance ?? "");
  return ofStock(str(item, "provenance")) && item["rule_checked"] !== false && (target === null || ofStock(target));
}

/** Rows of one changed configuration file are that file's first, unless one of them says more. */
function oncePerConfig(items: readonly Item[]): Item[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    if (hasSignal(item) || str(item, "provenance") !== "config_modified") return true;
    const known = seen.has(item["path"]);
    seen.add(item["path"]);
    return !known;
  });
}

function mechanism(item: Item): string {
  const state = str(item, "state");
  const unusual = state === null || state === "enabled" || state === "static" ? "" : ` (${state})`;
  return `${cell(item["mechanism"])}${unusual}`;
}

/** The last time anything about the entry or what it starts changed. */
function changedAt(item: Item): string | null {
  const target = object(item, "target");
  return latest([str(item, "mtime"), str(item, "ctime"), str(target, "mtime"), str(target, "ctime")]);
}
