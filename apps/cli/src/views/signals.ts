import type { TriagePackage } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { type Item, itemsOf, str, strs } from "./item.ts";
import { itemText } from "./label.ts";
import { inTurns, regionOf } from "./rank.ts";
import type { ViewOptions } from "./view.ts";

/**
 * Items with a fact worth a look; rows that differ in nothing but the process are one. The phases take turns, in each
 * its sets of signals, the largest first, and for each of those the regions of the host: what is found a hundred times
 * must not hide the rest.
 */
export function signalsView(document: TriagePackage, options: ViewOptions): Table {
  const byPhase = Object.keys(document.phases).map((phase) =>
    takingTurns(foldAlike(itemsOf(document, phase).flatMap((item) => findingOf(phase, item, options)))),
  );
  return {
    title: "SIGNALS",
    columns: [
      { title: "", from: 100 },
      { title: "", alarm: true, most: 30 },
      { title: "", elide: "middle" },
    ],
    rows: inTurns(byPhase).map(({ phase, ids, text }) => [phase, ids.join(" "), text]),
    more: "--view signals",
  };
}

interface Finding {
  readonly phase: string;
  readonly ids: readonly string[];
  readonly text: string;
  /** The program, or whatever else many rows have in common. */
  readonly subject: string;
  readonly region: string;
}

function findingOf(phase: string, item: Item, { all, registry }: ViewOptions): Finding[] {
  const ids = all ? [...strs(item, "signals"), ...strs(item, "context")] : strs(item, "signals");
  if (ids.length === 0 || (item["collector"] === true && !all)) return [];
  const text = itemText(phase, item, registry);
  const program = str(item, "exe") ?? str(item, "process_exe");
  const region = regionOf(str(item, "path") ?? program ?? "");
  return [{ phase, ids, text, subject: program ?? text, region }];
}

function takingTurns(findings: readonly Finding[]): Finding[] {
  const most = findings.toSorted((a, b) => b.ids.length - a.ids.length);
  const bySignals = [...Map.groupBy(most, ({ ids }) => ids.join(" ")).values()];
  return inTurns(bySignals.map((alike) => inTurns([...Map.groupBy(alike, ({ region }) => region).values()])));
}

function foldAlike(findings: readonly Finding[]): Finding[] {
  const groups = Map.groupBy(findings, ({ ids, subject }) => JSON.stringify([ids, subject]));
  return [...groups.values()].map((alike) => {
    const [first] = alike as [Finding, ...Finding[]];
    return alike.length === 1 ? first : { ...first, text: `×${alike.length} ${first.text}` };
  });
}
