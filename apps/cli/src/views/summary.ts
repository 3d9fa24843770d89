import type { TriagePackage } from "@livetriage/triage-core";
import { layoutTable, type Table } from "../terminal/layout.ts";
import { styleFor } from "../terminal/style.ts";
import { listenersView, outboundView } from "./connections.ts";
import { newestProgramsView } from "./files.ts";
import { gapsView } from "./gaps.ts";
import { headView } from "./head.ts";
import { persistenceView } from "./persistence.ts";
import { signalsView } from "./signals.ts";
import { treeView } from "./tree.ts";
import type { ViewOptions } from "./view.ts";

const MOST_LINES = 100;
/** A summary that nobody's screen limits is a page all the same. */
const PAGE_COLUMNS = 80;

/** What an analyst must see first stands in these. */
const LINES_BEFORE_TREE = 60;

export interface Screen {
  /** Null where nothing limits a line. */
  readonly columns: number | null;
  readonly colour: boolean;
}

/** The package on one screen and a half: at most 100 lines, every section telling how many rows it left out. */
export function summary(document: TriagePackage, screen: Screen, options: ViewOptions): string {
  const layout = { width: screen.columns ?? PAGE_COLUMNS, style: styleFor(screen.colour) };
  const first = [
    { table: headView(document), least: 8 },
    { table: gapsView(document), least: 6 },
    { table: signalsView(document, options), least: 7 },
    { table: listenersView(document), least: 6 },
    { table: outboundView(document), least: 3 },
    { table: persistenceView(document, options), least: 6 },
    { table: newestProgramsView(document), least: 6 },
  ];
  const limits = shareRows(first, LINES_BEFORE_TREE);
  const lines = first.flatMap(({ table }, i) => [...layoutTable(table, limits[i] ?? 0, layout), ""]);
  const tree = layoutTable(treeView(document, options), MOST_LINES - lines.length - 2, layout);
  return `${[...lines, ...tree].join("\n")}\n`;
}

/** Rows for each table: its least, then in turn one more for whoever still has rows, until the lines are used up. */
function shareRows(wanted: readonly { table: Table; least: number }[], lines: number): number[] {
  const limits = wanted.map(({ table, least }) => Math.min(table.rows.length, least));
  const frame = wanted.reduce((sum, { table }) => sum + frameLines(table), 0);
  let left = lines - frame - limits.reduce((sum, limit) => sum + limit, 0);
  for (let grown = true; grown && left > 0; ) {
    grown = false;
    for (const [i, { table }] of wanted.entries()) {
      if (left === 0 || (limits[i] as number) >= table.rows.length) continue;
      limits[i] = (limits[i] as number) + 1;
      left--;
      grown = true;
    }
  }
  return limits;
}

/** Lines around the rows: title, column titles, the empty line after. */
function frameLines({ rows, columns }: Table): number {
  return 2 + (rows.length > 0 && columns.some(({ title }) => title !== "") ? 1 : 0);
}
