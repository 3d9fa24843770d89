import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { type Item, itemsOf, str, strs } from "./item.ts";
import { itemText } from "./label.ts";
import { inTurns } from "./rank.ts";
import type { ViewOptions } from "./view.ts";

/** Items with a fact worth a look, the phases taking turns; rows that differ in nothing but the process are one. */
export function signalsView(document: TriagePackage, options: ViewOptions): Table {
  const byPhase = Object.keys(document.phases).map((phase) =>
    foldAlike(itemsOf(document, phase).flatMap((item) => findingOf(phase, item, options))),
  );
  return {
    title: "SIGNALS",
    columns: [
      { title: "", from: 100 },
      { title: "", alarm: true, most: 30 },
      { title: "", elide: "middle" },
    ],
    rows: inTurns(byPhase),
    more: "--view signals",
  };
}

interface Finding {
  readonly phase: string;
  readonly ids: string;
  readonly text: string;
  /** The program, or whatever else many rows have in common. */
  readonly subject: string;
}

function findingOf(phase: string, item: Item, { all, registry }: ViewOptions): Finding[] {
  const ids = all ? [...strs(item, "signals"), ...strs(item, "context")] : strs(item, "signals");
  if (ids.length === 0 || (item["collector"] === true && !all)) return [];
  const text = itemText(phase, item, registry);
  return [{ phase, ids: ids.join(" "), text, subject: str(item, "exe") ?? str(item, "process_exe") ?? text }];
}

function foldAlike(findings: readonly Finding[]): string[][] {
  const groups = Map.groupBy(findings, ({ ids, subject }) => JSON.stringify([ids, subject]));
  return [...groups.values()].map((alike) => {
    const [{ phase, ids, text }] = alike as [Finding, ...Finding[]];
    return [phase, ids, alike.length === 1 ? text : `×${alike.length} ${text}`];
  });
}
