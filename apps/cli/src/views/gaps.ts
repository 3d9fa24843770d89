import type { ErrorTally, PhaseSection, TriagePackage, Truncation } from "@livetriage/triage-core";
import type { Table } from "../terminal/layout.ts";
import { inTurns } from "./rank.ts";
import { counted, duration } from "./units.ts";

/** Signs that we were lied to, what each phase delivered, then everything that is missing and why, the phases taking turns. */
export function gapsView(document: TriagePackage): Table {
  const phases = Object.entries(document.phases);
  const headGaps = document.errors.map((tally) => errorRow("head", tally));
  const signs = (document.integrity?.signs ?? []).map(({ id, source, value }) => [
    "INTEGRITY",
    id,
    `${value} (${source})`,
  ]);
  const rows = [
    ...signs,
    ...phases.map(([name, phase]) => [
      name,
      phase.status,
      `${counted(phase.items.length, "items")}${phase.duration_ms === null ? "" : ` in ${duration(phase.duration_ms)}`}`,
    ]),
    ...(document.ended === "finished" ? [] : [["collection", document.ended, "the rest was not collected"]]),
    ...inTurns([...phases.map(([name, phase]) => phaseGaps(name, phase)), headGaps]),
  ];
  return {
    title: "PHASES AND GAPS",
    uncounted: true,
    wraps: true,
    columns: [{ title: "" }, { title: "" }, { title: "" }],
    rows,
    more: "--view gaps",
  };
}

function phaseGaps(name: string, phase: PhaseSection): string[][] {
  const ended =
    phase.error === null ? [] : [[name, "ended", phase.error.message ?? `${phase.error.kind} ${phase.error.source}`]];
  const cuts = phase.truncations.map((cut) => [name, "cut", cutText(cut)]);
  return [...ended, ...cuts, ...phase.errors.map((tally) => errorRow(name, tally))];
}

function cutText({ source, dropped, dropped_is, unit, cap, limit, kept }: Truncation): string {
  const what = source === "items" ? "" : `${source}: `;
  const least = dropped_is === "exact" ? "" : "at least ";
  return `${what}${least}${counted(dropped, unit)} dropped (cap ${cap} ${limit}); kept: ${kept}`;
}

function errorRow(name: string, { kind, scope, source, count, why, samples }: ErrorTally): string[] {
  const [first] = samples;
  const example =
    first?.path !== undefined && first.path !== source ? ` (${first.path}${first.errno ? ` ${first.errno}` : ""})` : "";
  return [name, `${kind}${why === undefined ? "" : ` (${why})`}`, `${count} × ${scope} ${source}${example}`];
}
