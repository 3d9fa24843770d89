import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { cell, type Item, itemsOf, num, objects } from "./item.ts";
import { itemText } from "./label.ts";
import { subtreeView } from "./tree.ts";
import type { ViewOptions } from "./view.ts";

/** All that the package tells of one process: its fields, its kin, and the items of other phases that name it. */
export function processView(document: TriagePackage, pid: number, { registry }: ViewOptions): Table[] {
  const own = itemsOf(document, "proc-tree").filter((item) => num(item, "pid") === pid);
  const fields = own.flatMap((item) => Object.entries(item).map(([field, value]) => [field, cell(value)]));
  const related = Object.keys(document.phases)
    .filter((phase) => phase !== "proc-tree")
    .flatMap((phase) =>
      itemsOf(document, phase)
        .filter((item) => names(item, pid))
        .map((item) => [phase, itemText(phase, item, registry)]),
    );
  return [
    {
      title: `PROCESS ${pid}`,
      uncounted: own.length > 0,
      wraps: true,
      columns: [{ title: "" }, { title: "" }],
      rows: fields,
      more: "--all",
    },
    subtreeView(document, pid),
    { title: "NAMED BY", columns: [{ title: "" }, { title: "", elide: "middle" }], rows: related, more: "--all" },
  ];
}

/** A socket by its owners, a file without a name by who holds it open, an item of a phase of others by its `pid`. */
function names(item: Item, pid: number): boolean {
  const holders = [item, ...objects(item, "owners"), ...objects(item, "open_by")];
  return num(item, "process_pid") === pid || holders.some((holder) => num(holder, "pid") === pid);
}
