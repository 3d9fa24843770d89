import { definePhase, type PhaseContext, type PhaseEvent } from "@livetriage/triage-core";
import { createToCandidates } from "./candidate.ts";
import { RECENT_FILES_CAPS, type RecentFilesCaps } from "./caps.ts";
import { deliver } from "./deliver.ts";
import { engineEvent, errorEvent, planEvents, windowError, windowEvent } from "./events.ts";
import { type FileModification, fileModificationSchema } from "./item.ts";
import { createKeeper } from "./keeper.ts";
import { createMountTable } from "./mount-table.ts";
import { groupOpenFiles } from "./open-files.ts";
import { paramsSchema, type RecentFilesParams } from "./params.ts";
import { planWalk } from "./plan-walk.ts";
import { createProvenance } from "./provenance.ts";
import { readOpenFiles } from "./read-open-files.ts";
import { readPoliteness } from "./read-politeness.ts";
import { homesOf, readCaches, readRoots } from "./read-roots.ts";
import { type Place, ROOTS } from "./roots.ts";
import { seek } from "./seek.ts";
import { toOpenItem } from "./to-open-item.ts";
import { upperDirectories } from "./upper-directories.ts";
import { toWindow } from "./window.ts";

type Context = PhaseContext<RecentFilesCaps, RecentFilesParams>;
type Event = PhaseEvent<FileModification>;

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
  reads: [
    ...ROOTS.map(({ path }) => `${path}/**`),
    "~/**",
    "/**",
    "/var/lib/ucf/**",
    "/proc/self/stat",
    "/sys/dev/block/**",
    "/sys/devices/**/queue/scheduler",
    "/proc/[pid]/stat",
    "/proc/[pid]/status",
    "/proc/[pid]/fd",
    "/proc/[pid]/fdinfo/[fd]",
  ],
  run,
});

async function* run(ctx: Context): AsyncGenerator<Event> {
  const { host, facts, caps, params } = ctx;
  const window = toWindow(params, facts.started_at_ns);
  yield windowEvent(window);
  const error = windowError(window);
  if (error !== null) return yield error;
  const homes = homesOf(facts.accounts);
  const uppers = params.containers ? upperDirectories(facts.mounts) : [];
  const { roots, errors } = await readRoots(host, [...homes, ...uppers], params);
  for (const error of errors) yield errorEvent(error);
  const walked = new Set(roots);
  const caches = await readCaches(
    host,
    homes.filter((home) => walked.has(home)),
  );
  const plan = planWalk(roots, caches, createMountTable(facts.mounts));
  yield* planEvents(plan, `/proc/${facts.viewer}/mountinfo`);
  if (facts.live) {
    for await (const { id, source, value } of readPoliteness(host, plan, facts.mounts)) {
      yield { kind: "fact", fact: { id, source, value } };
    }
  }

  const toCandidates = createToCandidates(window, toPlaces(homes, uppers));
  const provenance = createProvenance(ctx.tables);
  const keeper = createKeeper(caps.entries);
  for await (const event of seek(ctx, plan, window.fromNs)) {
    if (event.kind !== "seen") yield engineEvent(event);
    else keeper.offer(await provenance.label(toCandidates(event.seen)));
  }
  const open: FileModification[] = [];
  yield* collectOpen(ctx, open);
  yield* deliver(ctx, keeper, open);
}

function toPlaces(homes: readonly string[], uppers: readonly string[]): ReadonlyMap<string, Place> {
  return new Map([
    ...homes.map((home) => [home, "home"] as const),
    ...uppers.map((upper) => [upper, "container"] as const),
  ]);
}

/** Files without a name that processes hold open, into `into`; an image has no processes. */
async function* collectOpen({ host, tables, facts, caps }: Context, into: FileModification[]): AsyncGenerator<Event> {
  if (!facts.live) return;
  const { processes, errors } = await tables.fds();
  for (const error of errors) yield errorEvent(error);
  const others = processes.filter(({ pid }) => !facts.collector_pids.includes(pid));
  for (const { error } of others) if (error !== null) yield errorEvent(error);
  const { groups, truncation } = groupOpenFiles(others, caps.open_files);
  if (truncation !== null) yield { kind: "truncation", truncation };
  for await (const file of readOpenFiles(host, groups)) {
    if ("errno" in file) yield errorEvent(file);
    else into.push(toOpenItem(file, facts));
  }
}
