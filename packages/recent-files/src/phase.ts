import { definePhase, fitItems, type PhaseContext, type PhaseEvent } from "@livetriage/triage-core";
import { createToCandidate } from "./candidate.ts";
import { RECENT_FILES_CAPS, type RecentFilesCaps } from "./caps.ts";
import { planContent } from "./content-budget.ts";
import { engineEvent, errorEvent, planEvents, windowEvent } from "./events.ts";
import { compare } from "./compare.ts";
import { findChanged, splitPlan } from "./find.ts";
import { type FileModification, fileModificationSchema } from "./item.ts";
import { createKeeper, type Keeper } from "./keeper.ts";
import { createMountTable } from "./mount-table.ts";
import { paramsSchema, type RecentFilesParams } from "./params.ts";
import { planWalk, type WalkPlan } from "./plan-walk.ts";
import { readDetails } from "./read-details.ts";
import { readRoots } from "./read-roots.ts";
import { HOME_CACHES, ROOTS } from "./roots.ts";
import { toIndex, toItem } from "./to-item.ts";
import { type EngineEvent, walk, type WalkLimits } from "./walk.ts";
import { toWindow } from "./window.ts";

type Context = PhaseContext<RecentFilesCaps, RecentFilesParams>;
type Event = PhaseEvent<FileModification>;

const SHRINK = ["path", "link_target", "interpreter"];
const LEVELS = {
  full: ["gid", "group", "nlink", "blocks", "accessed_at"],
  standard: [
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

/** What changed in the window, in the places that matter, the most telling kept. */
export const recentFiles = definePhase<FileModification, RecentFilesCaps, RecentFilesParams>({
  contract: 1,
  name: "recent-files",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Files whose content or inode changed in a window of time, in the places that matter in forensics.",
  itemName: "FileModification",
  item: fileModificationSchema,
  params: paramsSchema,
  caps: RECENT_FILES_CAPS,
  reads: [...ROOTS.map(({ path }) => `${path}/**`), "~/**", "/**"],
  run,
});

async function* run(ctx: Context): AsyncGenerator<Event> {
  const window = toWindow(ctx.params, ctx.facts.started_at_ns);
  yield windowEvent(window);
  const homes = new Set(ctx.facts.accounts.map(({ home }) => home));
  const { roots, errors } = await readRoots(ctx.host, ctx.facts.accounts, ctx.params);
  for (const error of errors) yield errorEvent(error);
  const caches = ctx.facts.accounts.flatMap(({ home }) => HOME_CACHES.map((cache) => `${home}/${cache}`));
  const plan = planWalk(roots, caches, createMountTable(ctx.facts.mounts));
  yield* planEvents(plan);

  const toCandidate = createToCandidate(window, homes);
  const keeper = createKeeper(ctx.caps.entries);
  for await (const event of seek(ctx, plan, window.fromNs)) {
    if (event.kind !== "seen") yield engineEvent(event);
    else for (const candidate of event.seen.map(toCandidate)) if (candidate !== null) keeper.offer(candidate);
  }
  yield* deliver(ctx, keeper);
}

/** The engine that was asked for, or the best there is. */
async function* seek(ctx: Context, plan: WalkPlan, sinceNs: bigint): AsyncGenerator<EngineEvent> {
  const { host, signal, caps } = ctx;
  const limits: WalkLimits = {
    levels: caps.levels,
    directories: caps.directories,
    names: caps.names,
    namesPerDirectory: caps.directory_names,
  };
  const engine = ctx.params.engine ?? (host.find === undefined ? "walk" : "find");
  const finder = engine === "walk" ? undefined : host.find?.bind(host);
  if (finder === undefined) {
    yield {
      kind: "fact",
      id: "engine",
      value: engine === "walk" ? "walk" : `walk; ${engine} was asked for, no find is trusted`,
    };
    yield* walk(host, plan, sinceNs, limits);
    return;
  }
  yield { kind: "fact", id: "engine", value: engine };
  const { forFind, forWalk } = splitPlan(plan);
  const found = findChanged({ find: finder, signal }, forFind, sinceNs, limits);
  if (engine === "find") yield* found;
  else yield* compare(host, found, walk(host, forFind, sinceNs, limits), ctx.facts.started_at_ns);
  yield* walk(host, forWalk, sinceNs, limits);
}

/** Read what the kept files have beyond their lstat, fit the rows into the phase's bytes, and hand them on. */
async function* deliver(ctx: Context, keeper: Keeper): AsyncGenerator<Event> {
  const { kept, truncation } = keeper.finish();
  const content = planContent(kept, ctx.caps);
  const items: FileModification[] = [];
  for await (const { candidate, details, errors } of readDetails(ctx.host, kept, content.hashed)) {
    for (const error of errors) yield errorEvent(error, "field");
    items.push(toItem(candidate, details, ctx.facts));
  }
  const ranked = items.toSorted((a, b) => Number(b.signals.length > 0) - Number(a.signals.length > 0));
  const fitted = fitItems(ranked, { bytes: ctx.caps.bytes, shrink: SHRINK, levels: LEVELS, toIndex });
  for (const item of fitted.items) yield { kind: "item", item };
  for (const cut of [...(truncation === null ? [] : [truncation]), ...content.truncations, ...fitted.truncations]) {
    yield { kind: "truncation", truncation: cut };
  }
}
