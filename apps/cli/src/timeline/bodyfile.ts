import { printable } from "../terminal/printable.ts";
import { cell, num, str } from "../views/item.ts";
import { ownerOf, type TimelineEvent } from "./events.ts";

/** Columns of the four times, by the names that fields have. Whatever else happened counts as a change. */
const COLUMN: Readonly<Record<string, number>> = {
  accessed_at: 0,
  atime: 0,
  changed_at: 2,
  ctime: 2,
  born_at: 3,
  btime: 3,
  started_at: 3,
};
const MODIFIED = 1;

/**
 * Events as a body file, one line for each object with times.
 *
 * Shape: `MD5|name|inode|mode|UID|GID|size|atime|mtime|ctime|crtime`; unknown times are 0, `|` in a name is `\x7c`.
 * Units: whole seconds since the epoch.
 * Source: Sleuth Kit 3 body file, as `mactime -b` reads it
 */
export function bodyfile(events: readonly TimelineEvent[]): string {
  const objects = Map.groupBy(events, (event) => ownerOf(event));
  return [...objects.values()].map((same) => `${bodyLine(same as [TimelineEvent, ...TimelineEvent[]])}\n`).join("");
}

function bodyLine(events: readonly [TimelineEvent, ...TimelineEvent[]]): string {
  const [{ phase, text, field }] = events;
  const owner = ownerOf(events[0]);
  const times = [0n, 0n, 0n, 0n];
  for (const { field, ns } of events) times[COLUMN[field.at(-1) ?? ""] ?? MODIFIED] = ns / 1_000_000_000n;
  const place = field.slice(0, -1).join(".");
  const name =
    phase === "recent-files" ? (str(owner, "path") ?? text) : `[${phase}${place === "" ? "" : ` ${place}`}] ${text}`;
  const figures = [
    str(owner, "ino") ?? "0",
    modeText(str(owner, "type"), str(owner, "mode")),
    num(owner, "uid") ?? 0,
    num(owner, "gid") ?? 0,
    str(owner, "size") ?? "0",
  ];
  return ["0", printable(name), ...figures.map(cell), ...times.map(String)]
    .map((part) => part.replaceAll("|", "\\x7c"))
    .join("|");
}

const TYPES: Readonly<Record<string, string>> = {
  directory: "d",
  symlink: "l",
  fifo: "p",
  socket: "s",
  block: "b",
  char: "c",
};

/** `r/rrwxr-xr-x`; setuid, setgid and sticky take the place of an x. */
function modeText(type: string | null, mode: string | null): string {
  const letter = TYPES[type ?? "file"] ?? "r";
  const bits = mode !== null && /^[0-7]{1,6}$/.test(mode) ? Number.parseInt(mode, 8) : null;
  if (bits === null) return `${letter}/${letter}---------`;
  const rwx = [6, 3, 0].map((shift, i) => {
    const three = (bits >> shift) & 7;
    const isSpecial = ((bits >> 9) & (4 >> i)) !== 0;
    const [set, unset] = isSpecial ? (["sst", "SST"] as const) : (["xxx", "---"] as const);
    const last = ((three & 1) !== 0 ? set : unset)[i];
    return `${(three & 4) !== 0 ? "r" : "-"}${(three & 2) !== 0 ? "w" : "-"}${last}`;
  });
  return `${letter}/${letter}${rwx.join("")}`;
}
