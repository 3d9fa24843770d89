import { type Cell, toCells } from "./printable.ts";

/** Which part of a string goes first when it is too long: paths lose their middle, all else its end. */
export type Elide = "end" | "middle";

const ELLIPSIS: Cell = { text: "…", width: 1 };

/** Longer strings lose their middle before anything else is done to them. */
const LONGEST = 4096;

/** Columns that a string takes once escaped. */
export function textWidth(text: string): number {
  return widthOf(toCells(bounded(text)));
}

/** A string of the host, escaped and cut to at most `width` columns; no escape and no wide character is ever split. */
export function fit(text: string, width: number, elide: Elide = "end"): string {
  return join(fitCells(text, width, elide));
}

/** `fit`, then filled with spaces to exactly `width` columns. */
export function pad(text: string, width: number, options: { elide?: Elide; right?: boolean } = {}): string {
  const cells = fitCells(text, width, options.elide ?? "end");
  const filling = " ".repeat(Math.max(0, width - widthOf(cells)));
  return options.right === true ? filling + join(cells) : join(cells) + filling;
}

/** A string of the host, escaped, in lines of at most `width` columns that end after a space where there is one. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = toCells(text);
  do {
    const most = takeStart(rest, width);
    const space = most.length < rest.length ? most.findLastIndex((cell) => cell.text === " ") : -1;
    const end = space > 0 ? space + 1 : Math.max(1, most.length);
    lines.push(join(rest.slice(0, end)));
    rest = rest.slice(end);
  } while (rest.length > 0);
  return lines;
}

function fitCells(text: string, width: number, elide: Elide): Cell[] {
  const cells = toCells(bounded(text));
  if (widthOf(cells) <= width) return cells;
  if (width < 1) return [];
  const room = width - 1;
  const tail = elide === "middle" ? takeEnd(cells, Math.floor((room * 3) / 4)) : [];
  return [...takeStart(cells, room - widthOf(tail)), ELLIPSIS, ...tail];
}

function takeStart(cells: readonly Cell[], width: number): Cell[] {
  let used = 0;
  const end = cells.findIndex((cell) => (used += cell.width) > width);
  return cells.slice(0, end === -1 ? cells.length : end);
}

function takeEnd(cells: readonly Cell[], width: number): Cell[] {
  let used = 0;
  const start = cells.findLastIndex((cell) => (used += cell.width) > width);
  return cells.slice(start + 1);
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function join(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join("");
}

function bounded(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}…${text.slice(-LONGEST / 2)}`;
}
