import { createHash } from "node:crypto";
import type { Clock } from "../contract/clock.ts";
import type { HostFacts } from "../contract/host-facts.ts";
import type { PhaseContext } from "../contract/phase.ts";
import type { Head } from "../head/head.ts";
import { beginHead, type HeadBegun } from "../head/read-head.ts";
import type { Collection } from "../schema/collection.ts";
import { PACKAGE_SCHEMA, type PackageHead } from "../schema/envelope.ts";
import type { Frame } from "../schema/frame.ts";
import { createTables } from "../tables/tables.ts";
import { toRfc3339 } from "../text/time.ts";
import { boundHead } from "./bound-envelope.ts";
import { deadlineSignal, phaseBudget } from "./budget.ts";
import { readClocks } from "./clocks.ts";
import { encodeFrame } from "./encode.ts";
import { toFootprint } from "./footprint.ts";
import { LANES, type Lane, type LaneHost } from "./lane.ts";
import { merge } from "./merge.ts";
import type { PlannedPhase } from "./plan.ts";
import { quarterCaps } from "./quarter-caps.ts";
import { runPhase } from "./run-phase.ts";
import { createTally } from "./tally.ts";

/** The head is read even when the budget is shorter. */
const LEAST_HEAD_MS = 3_000;

/** Time for the last look at the clocks, whatever became of the host. */
const TRAILER_MS = 500;

/** All that one collection needs from outside. */
export interface CollectionOptions {
  /** Opens the host for a lane; called once for each lane that is used. */
  readonly openLane: (lane: Lane) => LaneHost;
  readonly phases: readonly PlannedPhase[];
  readonly budgetMs: number;
  /** Ends the collection early; what was found until then is delivered. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** `/` for the running host, else the directory that the lanes are rooted at. */
  readonly root: string;
  /** Where the lanes find the files of the running host, when not at `/`. */
  readonly hostRoot?: string | undefined;
  readonly packageId: string;
  readonly commandId: string | null;
  readonly collector: PackageHead["collector"];
  /** Who collects, why and with what; a program's digest may still be under way when the phases begin. */
  readonly about: Omit<Collection, "tool" | "clocks_start" | "clocks_end" | "login_uid"> & {
    readonly tool: Collection["tool"] | Promise<Collection["tool"]>;
  };
  /** Process of the collection itself, and the uid that it runs as. */
  readonly pid: number;
  readonly effectiveUid: number;
  /** Key of the keyed hash that stands for secrets; never enters the document. */
  readonly redactionKey: Uint8Array;
  /** User and system time and peak memory of this process. */
  readonly ownUsage: () => { readonly cpu_ms: number; readonly peak_rss_bytes: number };
}

/** Collect: the frames of one package, as they are found. Never throws; the last frame is the trailer. */
export async function* runCollection(options: CollectionOptions): AsyncGenerator<Frame> {
  const started = options.clock.monotonicNs();
  const lanes = new Map(
    LANES.filter((lane) => options.phases.some((p) => p.lane === lane)).map((lane) => [lane, options.openLane(lane)]),
  );
  const digest = createHash("sha256");
  const budget = deadlineSignal(options.budgetMs, options.signal);
  try {
    const begun = await beginOwnHead(options, lanes);
    const small = [...lanes.values()].some((lane) => lane.stats().small_host);
    const phases = small ? options.phases.map((p) => ({ ...p, caps: quarterCaps(p.caps) })) : options.phases;
    const streams = [...lanes].map(([name, lane]) => {
      const own = phases.filter((planned) => planned.lane === name);
      return runLane({ ...options, phases: own }, begun.facts, lane, budget.signal);
    });
    const found = startNow(merge(streams)); // the phases begin while the rest of the head is read
    const head = toHead(options, await begun.whole, await options.about.tool, small);
    const header: Frame = { frame: "header", head, phases: options.phases.map((p) => p.phase.name) };
    digest.update(encodeFrame(header));
    yield header;
    for await (const frames of found) {
      digest.update(frames.map(encodeFrame).join(""));
      for (const frame of frames) yield frame;
    }
    const ended = options.signal.aborted ? "cancelled" : budget.signal.aborted ? "deadline" : "finished";
    yield await trailer(options, lanes, begun.facts.live, { started, ended, sha256: digest.digest("hex") });
  } finally {
    budget.clear();
    for (const lane of lanes.values()) lane.close();
  }
}

async function* runLane(
  options: CollectionOptions,
  facts: HostFacts,
  lane: LaneHost,
  signal: AbortSignal,
): AsyncGenerator<readonly Frame[]> {
  const { phases } = options;
  const wantsFds = phases.some(({ phase }) => phase.wantsFds === true);
  const tables = createTables(lane.forPhase(signal), { wantsFds, leavesTrace: !facts.reads_unseen });
  const end = options.clock.monotonicNs() + BigInt(Math.round(options.budgetMs * 1e6));
  for (const [i, planned] of phases.entries()) {
    const left = Number(end - options.clock.monotonicNs()) / 1e6;
    const own = deadlineSignal(phaseBudget(left, phases.length - 1 - i), signal);
    const context: PhaseContext = {
      host: lane.forPhase(own.signal),
      tables,
      facts,
      clock: options.clock,
      caps: planned.caps,
      params: planned.params,
      signal: own.signal,
    };
    yield* runPhase(planned, context);
    own.clear();
  }
}

/** The first lane that has one reads the head. */
async function beginOwnHead(options: CollectionOptions, lanes: ReadonlyMap<Lane, LaneHost>): Promise<HeadBegun> {
  const lane = lanes.get("files") ?? lanes.get("kernel");
  if (lane === undefined) throw new Error("a plan has at least one phase");
  const limit = deadlineSignal(Math.max(LEAST_HEAD_MS, options.budgetMs), options.signal);
  const host = lane.forPhase(limit.signal);
  const { clock, pid, effectiveUid, redactionKey, hostRoot } = options;
  const live = options.root === "/";
  const { redaction } = options.about;
  const begun = await beginHead(host, { live, hostRoot, clock, pid, effectiveUid, redactionKey, redaction });
  return { ...begun, whole: begun.whole.finally(() => limit.clear()) };
}

/** A stream that begins to work at once, not when its first value is asked for. */
function startNow<T>(source: AsyncGenerator<T>): AsyncIterable<T> {
  const first = source.next();
  first.catch(() => {}); // who pulls hears of it
  return (async function* () {
    for (let next = await first; next.done !== true; next = await source.next()) yield next.value;
  })();
}

function toHead(options: CollectionOptions, head: Head, tool: Collection["tool"], small: boolean): PackageHead {
  const notes = small ? ["a quarter of every cap: little memory or few descriptors for this collection"] : [];
  const { hostRoot = "/" } = options;
  const view = hostRoot === "/" ? {} : { host_root: hostRoot };
  const tally = createTally();
  for (const error of head.errors) tally.add(error);
  return boundHead({
    schema: PACKAGE_SCHEMA,
    package_id: options.packageId,
    command_id: options.commandId,
    collector: options.collector,
    collection: { ...options.about, tool, login_uid: head.login_uid, clocks_start: head.clocks, clocks_end: null },
    host: head.host,
    vantage: { ...head.vantage, ...view, notes: [...head.vantage.notes, ...notes] },
    ...(head.integrity === undefined ? {} : { integrity: head.integrity }),
    root: options.root,
    effective_uid: head.facts.effective_uid,
    capabilities: head.capabilities === null ? null : [...head.capabilities],
    started_at: toRfc3339(head.facts.started_at_ns),
    errors: tally.rows(),
  });
}

async function trailer(
  options: CollectionOptions,
  lanes: ReadonlyMap<Lane, LaneHost>,
  live: boolean,
  run: { readonly started: bigint; readonly ended: "finished" | "deadline" | "cancelled"; readonly sha256: string },
): Promise<Frame> {
  const [first] = lanes.values();
  const limit = deadlineSignal(TRAILER_MS, new AbortController().signal);
  const clocks = await readClocks(live ? first?.forPhase(limit.signal) : undefined, options.clock);
  limit.clear();
  return {
    frame: "trailer",
    finished_at: clocks.wall,
    duration_ms: Math.round(Number(options.clock.monotonicNs() - run.started) / 1e3) / 1e3,
    ended: run.ended,
    clocks_end: clocks,
    footprint: toFootprint(
      [...lanes.values()].map((lane) => lane.stats()),
      options.ownUsage(),
    ),
    sha256: run.sha256,
  };
}
