import { buildTree, type ProcessNode, type ProcessTree } from "@livetriage/proc-tree";
import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { containerText } from "./container-text.ts";
import { cell, type Item, itemsOf, num, strs, unknownOf } from "./item.ts";
import { type Placed, placeTree } from "./place-tree.ts";
import { processText } from "./process-text.ts";
import type { ViewOptions } from "./view.ts";

const COLUMNS = [{ title: "pid", right: true }, { title: "user" }, { title: "process" }] as const;

/** The process tree: kernel threads hidden, equal siblings folded. */
export function treeView(document: TriagePackage, { all }: ViewOptions): Table {
  const items = itemsOf(document, "proc-tree");
  const shown = all ? items : items.filter((item) => item["kernel_thread"] !== true);
  const rows = placeTree(treesOf(shown), ({ item }) => `${cell(item.uid)} ${containerText(item)} ${processText(item)}`);
  const hidden = [
    [items.length - shown.length, "kernel threads"],
    [shown.length - rows.length, "equal siblings"],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return {
    title: "PROCESS TREE",
    columns: COLUMNS,
    rows: treeRows(rows, items),
    ...(hidden.length > 0 ? { hidden: `hidden: ${hidden.join(", ")}` } : {}),
    unknown: unknownOf(document, "proc-tree"),
    more: "--view tree",
  };
}

/** The process, its ancestors and all below it. */
export function subtreeView(document: TriagePackage, pid: number): Table {
  const items = itemsOf(document, "proc-tree");
  const kin = kinOf(items, pid);
  const trees = treesOf(items.filter((item) => kin.has(num(item, "pid"))));
  return {
    title: `PROCESS ${pid} AND ITS KIN`,
    columns: COLUMNS,
    rows: treeRows(
      placeTree(trees, ({ item }) => String(item.pid)),
      items,
    ),
    more: "--view tree",
  };
}

/** Whatever an item holds, its place in the tree depends on pid and ppid alone. */
function treesOf(items: readonly Item[]): ProcessTree[] {
  return buildTree(items as readonly unknown[] as readonly ProcessNode[]);
}

function treeRows(placed: readonly Placed[], items: readonly Item[]): string[][] {
  const containers = new Map(items.map((item) => [num(item, "pid"), containerText(item)]));
  return placed.map((one) => treeRow(one, containers.get(num(one.tree.item, "ppid")) ?? null));
}

/** Where a container begins, its name stands before the process. */
function treeRow({ tree, path, count }: Placed, around: string | null): string[] {
  const lines = path.map(({ last }, i) => (i < path.length - 1 ? (last ? "  " : "│ ") : last ? "└ " : "├ ")).join("");
  const item: Item = tree.item;
  const signals = strs(item, "signals");
  const container = containerText(item);
  const marks = [
    count > 1 ? `×${count} ` : "",
    tree.orphan ? `(parent ${cell(item["ppid"])} not seen) ` : "",
    tree.loop ? "(its own ancestor) " : "",
    container === null || container === around ? "" : `<${container}> `,
    signals.length > 0 ? `!${signals.join(",")} ` : "",
  ];
  return [cell(item["pid"]), cell(item["user"] ?? item["uid"]), `${lines}${marks.join("")}${processText(item)}`];
}

function kinOf(items: readonly Item[], pid: number): Set<number | null> {
  const parents = new Map(items.map((item) => [num(item, "pid"), num(item, "ppid")]));
  const kin = new Set<number | null>([pid]);
  for (let at = parents.get(pid); at !== undefined && at !== null && !kin.has(at); at = parents.get(at)) kin.add(at);
  const below = new Set<number | null>([pid]);
  for (let grown = -1; grown !== below.size; ) {
    grown = below.size;
    for (const [child, parent] of parents) if (parent !== null && below.has(parent)) below.add(child);
  }
  return new Set([...kin, ...below]);
}
