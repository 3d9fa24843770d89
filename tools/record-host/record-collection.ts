import {
  type Clock,
  type CollectionOptions,
  type HostReader,
  NO_COST,
  type PlannedPhase,
  type PlanRequest,
  planCollection,
  runCollection,
} from "@livetriage/triage-core";
import {
  formatRecording,
  type RecordedAsk,
  type RecordingHead,
  type RecordingRedaction,
} from "@livetriage/triage-core/host";
import { recordOptions } from "../../apps/cli/src/recording/record-options.ts";
import { replayOptions } from "../../apps/cli/src/recording/replay-options.ts";
import { registry } from "../../apps/cli/src/registry.ts";
import { standIn } from "./stand-in.ts";
import { standStill } from "./stand-still.ts";

const MAX_PID = 65_536;
const MAX_NAMES = 65_536;

const HEAD: RecordingHead = { recording: 1, live: true, pid: 0, effective_uid: 0, wall_ns: "0", monotonic_ns: "0" };

/** Where a collection is recorded, and as whom. */
export interface Recorded {
  /** Opens the host, once for all collections, so that each sees the same readers. */
  readonly openHost: () => HostReader & { close?(): void };
  readonly clock: Clock;
  readonly pid: number;
  readonly effectiveUid: number;
}

/** What a collection records when nobody says otherwise: all phases as they are. */
const ALL: readonly PlanRequest[] = [{}];

/** Run some collections and keep what they ask: the recording as text, once it is told what to take out. */
export async function recordCollection(
  recorded: Recorded,
  requests: readonly PlanRequest[] = ALL,
): Promise<(redact: RecordingRedaction) => string> {
  const asks: RecordedAsk[] = [];
  const live = recorded.openHost();
  const openLane: CollectionOptions["openLane"] = () => ({
    forPhase: () => live,
    stats: () => NO_COST,
    close: () => undefined,
  });
  const signal = new AbortController().signal;
  const optionsOf = (phases: readonly PlannedPhase[]) => {
    // The settings of a replay serve here too: nothing of who collects, and why, belongs into a recording.
    const settings = replayOptions({ head: HEAD, asks: [] }, "/", phases, { budgetMs: 60_000, signal });
    const { clock, pid, effectiveUid } = recorded;
    return recordOptions({ ...settings, openLane, clock, pid, effectiveUid }, asks);
  };
  for (const request of requests) {
    for await (const frame of runCollection(optionsOf(phasesOf(request)).options)) {
      if (frame.frame === "phase-end") process.stdout.write(`${frame.phase}: ${frame.status}, ${frame.items} items\n`);
    }
  }
  const { options, head } = optionsOf([]);
  const host = options.openLane("files").forPhase(signal);
  await host.probe(1, MAX_PID);
  if (requests === ALL) await listEverything(host);
  live.close?.();
  const { asks: slim, digests } = standIn(standStill(asks));
  return (redact) => formatRecording({ head, asks: slim }, (text) => replaceAll(redact(text), digests));
}

/** A text with some pieces of it replaced. */
export function replaceAll(text: string, replacements: readonly (readonly [from: string, to: string])[]): string {
  return replacements.reduce((done, [from, to]) => done.replaceAll(from, to), text);
}

function phasesOf(request: PlanRequest): readonly PlannedPhase[] {
  const plan = planCollection(registry, request);
  if (!plan.ok) throw new Error(plan.problem);
  return plan.phases;
}

/** Lists more than the phases do today, so that the recording still answers when they ask for other paths. */
async function listEverything(host: HostReader): Promise<void> {
  const directories = ["/"];
  for (const directory of directories) {
    const listing = await host.list(directory, { maxEntries: MAX_NAMES });
    const below = listing.ok ? listing.value.entries.filter(({ type }) => type === "directory") : [];
    const paths = below.map(({ name }) => `${directory === "/" ? "" : directory}/${name}`);
    directories.push(...paths.filter((path) => !/^\/(proc|sys|dev)$/.test(path)));
  }
}
