import { type Clock, type HostReader, planCollection, runCollection } from "@livetriage/triage-core";
import { formatRecording, type RecordedAsk, type RecordingRedaction } from "@livetriage/triage-core/host";
import { recordOptions } from "../../apps/cli/src/recording/record-options.ts";
import { registry } from "../../apps/cli/src/registry.ts";

const MAX_PID = 65_536;

const NO_COST = {
  asks: 0,
  bytes_read: 0,
  files_opened: 0,
  readers_started: 0,
  readers_abandoned: 0,
  programs_started: [],
  cpu_ms: null,
  peak_rss_bytes: null,
};

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
  const { options, head } = recordOptions(
    {
      openLane: () => {
        const host = recorded.openHost();
        return { forPhase: () => host, stats: () => NO_COST, close: () => host.close?.() };
      },
      phases: plan.phases,
      budgetMs: 60_000,
      signal: new AbortController().signal,
      clock: recorded.clock,
      root: "/",
      packageId: "00000000-0000-4000-8000-000000000000",
      commandId: null,
      collector: { name: "livetriage", version: "0.0.0" },
      about: {
        case_id: null,
        operator: null,
        reason: null,
        note: null,
        sudo_user: null,
        argv: [],
        tool: { name: "record-host", version: "0.0.0", build: null, sha256: null, runtime: process.version },
        redaction: "on",
      },
      pid: recorded.pid,
      effectiveUid: recorded.effectiveUid,
      redactionKey: Buffer.from("recording"),
      ownUsage: () => ({ cpu_ms: 0, peak_rss_bytes: 0 }),
    },
    asks,
  );
  for await (const frame of runCollection(options)) {
    if (frame.frame === "phase-end") process.stdout.write(`${frame.phase}: ${frame.status}, ${frame.items} items\n`);
  }
  // A wide probe more, so that a phase that later asks for other ranges still finds its answer.
  const extra = options.openLane("kernel");
  await extra.forPhase(options.signal).probe(1, MAX_PID);
  extra.close();
  return (redact) => formatRecording({ head, asks }, redact);
}
