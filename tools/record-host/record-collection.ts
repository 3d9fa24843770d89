import {
  type Clock,
  type CollectionOptions,
  type HostReader,
  NO_COST,
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
import { standStill } from "./stand-still.ts";

const MAX_PID = 65_536;
const MAX_NAMES = 65_536;

const HEAD: RecordingHead = { recording: 1, live: true, pid: 0, effective_uid: 0, wall_ns: "0", monotonic_ns: "0" };

/** Where a collection is recorded, and as whom. */
export interface Recorded {
  /** Opens the host for one lane; it may be called several times. */
  readonly openHost: () => HostReader & { close?(): void };
  readonly clock: Clock;
  readonly pid: number;
  readonly effectiveUid: number;
}

/** Run all phases and keep what they ask: the recording as text, once it is told what to take out. */
export async function recordCollection(recorded: Recorded): Promise<(redact: RecordingRedaction) => string> {
  const plan = planCollection(registry, {});
  if (!plan.ok) throw new Error(plan.problem);
  const asks: RecordedAsk[] = [];
  const openLane: CollectionOptions["openLane"] = () => {
    const host = recorded.openHost();
    return { forPhase: () => host, stats: () => NO_COST, close: () => host.close?.() };
  };
  const signal = new AbortController().signal;
  // The settings of a replay serve here too: nothing of who collects, and why, belongs into a recording.
  const settings = replayOptions({ head: HEAD, asks: [] }, "/", plan.phases, { budgetMs: 60_000, signal });
  const { clock, pid, effectiveUid } = recorded;
  const { options, head } = recordOptions({ ...settings, openLane, clock, pid, effectiveUid }, asks);
  for await (const frame of runCollection(options)) {
    if (frame.frame === "phase-end") process.stdout.write(`${frame.phase}: ${frame.status}, ${frame.items} items\n`);
  }
  const lane = options.openLane("files");
  await lookFurther(lane.forPhase(signal));
  lane.close();
  return (redact) => formatRecording({ head, asks: standStill(asks) }, redact);
}

/** Asks for more than the phases do today, so that the recording still answers when they ask for other pids and paths. */
async function lookFurther(host: HostReader): Promise<void> {
  await host.probe(1, MAX_PID);
  const directories = ["/"];
  for (const directory of directories) {
    const listing = await host.list(directory, { maxEntries: MAX_NAMES });
    const below = listing.ok ? listing.value.entries.filter(({ type }) => type === "directory") : [];
    const paths = below.map(({ name }) => `${directory === "/" ? "" : directory}/${name}`);
    directories.push(...paths.filter((path) => !/^\/(proc|sys|dev)$/.test(path)));
  }
}
