import { fitItems, type PhaseContext, type PhaseEvent, type Truncation } from "@livetriage/triage-core";
import type { RecentFilesCaps } from "./caps.ts";
import { planContent } from "./content-budget.ts";
import { errorEvent } from "./events.ts";
import type { FileModification } from "./item.ts";
import type { Keeper } from "./keeper.ts";
import type { RecentFilesParams } from "./params.ts";
import { byPath, lookAtKept, readDetails } from "./read-details.ts";
import { toIndex, toItem } from "./to-item.ts";

type Context = PhaseContext<RecentFilesCaps, RecentFilesParams>;

/** Part of the rows that files without a name may take from those with one. */
const OPEN_SHARE = 8;

const SHRINK = ["path", "link_target", "interpreter", "open_by"];
const LEVELS = {
  full: ["deleted", "package_digest", "gid", "group", "nlink", "blocks", "accessed_at"],
  standard: [
    "packaged",
    "package",
    "kind",
    "interpreter",
    "sha256",
    "place",
    "setuid",
    "setgid",
    "sticky",
    "executable",
    "hidden",
    "born_at",
    "link_target",
  ],
};

/** Read what the kept files have beyond their lstat, fit all rows into the phase's bytes, and hand them on. */
export async function* deliver(
  ctx: Context,
  keeper: Keeper,
  open: readonly FileModification[],
): AsyncGenerator<PhaseEvent<FileModification>> {
  const { entries, bytes } = ctx.caps;
  const openKept = open.slice(0, Math.ceil(entries / OPEN_SHARE));
  const { kept, truncation } = keeper.finish(entries - openKept.length);
  const looked = await lookAtKept(ctx.host, kept);
  const content = planContent(looked, ctx.caps);
  const paths = kept.map(({ path }) => path);
  const contents = await ctx.tables.owners(paths, content.hashed.toSorted(byPath), ctx.caps.content_bytes);
  for (const error of contents.errors) yield errorEvent(error, "field");
  const rows: FileModification[] = [];
  for await (const { candidate, stat, details, errors } of readDetails(ctx.host, looked, contents)) {
    for (const error of errors) yield errorEvent(error, "field");
    rows.push(toItem(candidate, stat, details, ctx.facts));
  }
  const ranked = [...rows.filter(hasSignal), ...openKept, ...rows.filter((row) => !hasSignal(row))];
  const fitted = fitItems(ranked, { bytes, shrink: SHRINK, levels: LEVELS, toIndex });
  for (const item of fitted.items) yield { kind: "item", item };
  const cuts = [truncation, openTruncation(entries, open.length - openKept.length), ...content.truncations];
  for (const cut of [...cuts, ...fitted.truncations]) if (cut !== null) yield { kind: "truncation", truncation: cut };
}

function hasSignal({ signals }: FileModification): boolean {
  return signals.length > 0;
}

function openTruncation(limit: number, dropped: number): Truncation | null {
  if (dropped === 0) return null;
  const source = "/proc/[pid]/fd";
  return {
    cap: "entries",
    limit,
    unit: "items",
    source,
    dropped,
    dropped_is: "exact",
    kept: "the first read",
    groups: [],
  };
}
