import { type Elide, fit, pad, textWidth, wrap } from "./fit.ts";
import type { Style } from "./style.ts";

export interface Column {
  readonly title: string;
  readonly elide?: Elide;
  readonly right?: boolean;
  /** Columns of the screen that it may take. */
  readonly most?: number;
  /** Left out where no row has anything but `-` in it. */
  readonly sparse?: boolean;
  /** Left out on narrower screens. */
  readonly from?: number;
  /** Set off in colour. */
  readonly alarm?: boolean;
}

/** One section of a view: raw strings of the host in rows and columns, ranked, nothing escaped yet. */
export interface Table {
  readonly title: string;
  /** Titles stand above the rows unless all are empty. */
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** The last column goes on in further lines where all rows are shown. */
  readonly wraps?: boolean;
  /** The title tells no count, unless a limit leaves something out. */
  readonly uncounted?: boolean;
  /** Said instead of `none` where there are no rows: that nobody looked, or could. */
  readonly unknown?: string | null;
  /** Rows that the view does not even list, counted in the title: kernel threads, stock items. */
  readonly hidden?: string;
  /** What to ask for to see the rows that a limit left out. */
  readonly more: string;
}

export interface Layout {
  readonly width: number;
  readonly style: Style;
}

const GAP = "  ";
const NARROWEST = 6;

/** Of a column that others follow, where the screen has no edge. */
const WIDEST = 160;

/** A table as lines of at most `width` columns: a title that counts what was left out, column titles, `limit` rows. */
export function layoutTable(whole: Table, limit: number, { width, style }: Layout): string[] {
  const table = withoutIdleColumns(whole, width);
  const rows = table.rows.slice(0, limit);
  const title = style.bold(fit(titleOf(table, rows.length), width));
  if (rows.length === 0) return [title];
  const header = table.columns.map((column) => column.title);
  const titled = header.some((text) => text !== "");
  const most = table.columns.map(({ most }, i) => most ?? (i < header.length - 1 ? WIDEST : Infinity));
  const widths = columnWidths(titled ? [header, ...rows] : rows, most, width - GAP.length);
  const line = (cells: readonly string[], set: boolean): string => {
    const padded = table.columns.map((column, i) => {
      const text = pad(cells[i] ?? "", widths[i] ?? 0, column);
      return set && column.alarm === true ? style.alarm(text) : text;
    });
    return `${GAP}${padded.join(GAP)}`.trimEnd();
  };
  const lines = (row: readonly string[]): string[] => {
    if (table.wraps !== true || limit !== Infinity) return [line(row, true)];
    const parts = wrap(row.at(-1) ?? "", widths.at(-1) ?? 0);
    return parts.map((part, i) => line([...row.slice(0, -1).map((cell) => (i === 0 ? cell : "")), part], true));
  };
  return [title, ...(titled ? [style.dim(line(header, false))] : []), ...rows.flatMap(lines)];
}

/** The table without the columns that have nothing to say on this screen. */
function withoutIdleColumns(table: Table, width: number): Table {
  const kept = table.columns.flatMap(({ sparse, from = 0 }, i) => {
    const idle = sparse === true && table.rows.every((row) => row[i] === "-");
    return idle || width < from ? [] : [i];
  });
  if (kept.length === table.columns.length) return table;
  const pick = <T>(list: readonly T[]): T[] => kept.map((i) => list[i] as T);
  return { ...table, columns: pick(table.columns), rows: table.rows.map(pick) };
}

function titleOf(table: Table, shown: number): string {
  const left = table.rows.length - shown;
  if (table.uncounted === true && left === 0) return table.title;
  const count =
    table.rows.length === 0 ? (table.unknown ?? "none") : left === 0 ? `${shown}` : `${shown} of ${table.rows.length}`;
  const notes = [left > 0 ? `${left} left out: ${table.more}` : "", table.hidden ?? ""].filter((note) => note !== "");
  return `${table.title}: ${count}${notes.length > 0 ? ` (${notes.join("; ")})` : ""}`;
}

/** Natural widths, the widest column giving way until all fit. */
function columnWidths(rows: readonly (readonly string[])[], most: readonly number[], available: number): number[] {
  const widths = most.map((limit, i) =>
    rows.reduce((widest, row) => Math.max(widest, Math.min(textWidth(row[i] ?? ""), available, limit)), 0),
  );
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (most.length - 1)) - available;
  for (; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] as number) <= NARROWEST) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}
