import type { Truncation } from "../schema/truncation.ts";
import { encodedSize } from "./encode.ts";
import { shrinkItem } from "./shrink-item.ts";

/** A row this large is cut first, however much room its neighbours leave. */
const ROOMY = 2048;

/** How to make rows smaller. Rows say their level of columns in `detail`. */
export interface FitRules<Item> {
  /** Encoded bytes that all items together may take. */
  readonly bytes: number;
  /** String and list fields that may be cut; their schema has `<field>_dropped` and `<field>_dropped_bytes`. */
  readonly shrink: readonly string[];
  /** Columns that a row has at `full` and at `standard` only. */
  readonly levels: { readonly full: readonly string[]; readonly standard: readonly string[] };
  /** The least form of a row, at most 384 encoded bytes. */
  toIndex(item: Item): Item;
}

/** The items that fit, in the order given, and what that cost. */
export interface Fitted<Item> {
  readonly items: readonly Item[];
  readonly truncations: readonly Truncation[];
}

interface Step<Item> {
  readonly kept: string;
  /** `level` is the water level of all rows as they are when the step begins. */
  change(item: Item, level: () => number): Item | null;
}

/**
 * Make ranked items (best first) fit into their byte share: very large rows are cut first; then the columns of `full`,
 * then of `standard` go, from the last-ranked row up; then rows are cut to an equal share; then rows shrink to their
 * index; rows are dropped last.
 */
export function fitItems<Item extends object & { readonly detail: string }>(
  items: readonly Item[],
  rules: FitRules<Item>,
): Fitted<Item> {
  const rows: (Item | null)[] = [...items];
  let total = items.reduce((sum, item) => sum + rowSize(item), 0);
  const truncations: Truncation[] = [];
  for (const step of stepsOf(rules)) {
    if (total <= rules.bytes) break;
    const level = once(() => waterLevel(rows, rules.bytes));
    const before = total;
    let changed = 0;
    for (let i = rows.length - 1; i >= 0 && total > rules.bytes; i--) {
      const row = rows[i] as Item | null;
      const smaller = row === null ? null : step.change(row, level);
      if (row === null || smaller === row) continue;
      total += (smaller === null ? 0 : rowSize(smaller)) - rowSize(row);
      rows[i] = smaller;
      changed++;
    }
    if (changed > 0) truncations.push(toTruncation(rules.bytes, before - total, `${step.kept} (${changed} changed)`));
  }
  return { items: rows.filter((row) => row !== null), truncations };
}

function stepsOf<Item extends object & { readonly detail: string }>(rules: FitRules<Item>): Step<Item>[] {
  const full = withSiblings(rules.levels.full);
  const both = withSiblings([...rules.levels.full, ...rules.levels.standard]);
  return [
    {
      kept: "rows, the largest shortened",
      change: (row, level) =>
        encodedSize(row) <= ROOMY ? row : shrinkItem(row, Math.max(level(), ROOMY), rules.shrink),
    },
    { kept: "rows, without the columns of full", change: (row) => without(row, full, "standard") },
    { kept: "rows, without the columns of standard", change: (row) => without(row, both, "basic") },
    { kept: "rows, each cut to an equal share", change: (row, level) => shrinkItem(row, level(), rules.shrink) },
    { kept: "rows, as index", change: (row) => (row.detail === "index" ? row : rules.toIndex(row)) },
    { kept: "the rows ranked first", change: () => null },
  ];
}

/** Columns, and the fields that tell of their exact bytes and cuts. */
function withSiblings(columns: readonly string[]): ReadonlySet<string> {
  return new Set(columns.flatMap((c) => [c, `${c}_base64`, `${c}_dropped`, `${c}_dropped_bytes`]));
}

/** The row without some columns; the row itself when it has none of them. */
function without<Item extends object & { readonly detail: string }>(
  row: Item,
  columns: ReadonlySet<string>,
  detail: string,
): Item {
  const keys = Object.keys(row);
  if (!keys.some((key) => columns.has(key))) return row;
  const smaller: Record<string, unknown> = {};
  for (const key of keys) if (!columns.has(key)) smaller[key] = row[key as keyof Item];
  smaller["detail"] = detail;
  return smaller as unknown as Item;
}

/** The largest size to which every larger row must be cut so that all rows fit; rows below it stay whole. */
function waterLevel(rows: readonly (object | null)[], bytes: number): number {
  const sizes = rows.filter((row) => row !== null).map(rowSize);
  sizes.sort((a, b) => a - b);
  let room = bytes;
  for (const [i, size] of sizes.entries()) {
    const share = Math.floor(room / (sizes.length - i));
    if (size > share) return share;
    room -= size;
  }
  return bytes;
}

/** Worked out when it is first asked for: most steps need no level, and all sizes are sorted for one. */
function once(work: () => number): () => number {
  let value: number | undefined;
  return () => (value ??= work());
}

/** A row and the comma after it. */
function rowSize(row: object): number {
  return encodedSize(row) + 1;
}

function toTruncation(limit: number, dropped: number, kept: string): Truncation {
  return {
    cap: "bytes",
    limit,
    unit: "bytes",
    source: "items",
    dropped,
    dropped_is: "exact",
    kept,
    groups: [],
  };
}
