import type { PhaseContext, PhaseEvent } from "../contract/phase.ts";
import { skipReasonOf } from "../host/skip-reason.ts";
import type { PhaseSection } from "../schema/envelope.ts";
import type { TriageError } from "../schema/error.ts";
import type { Frame } from "../schema/frame.ts";
import { toRfc3339 } from "../text/time.ts";
import { boundTail } from "./bound-envelope.ts";
import { countSecrets } from "./count-secrets.ts";
import { encodedSize } from "./encode.ts";
import { createItemCheck } from "./item-check.ts";
import { createPuller } from "./next-or-stop.ts";
import type { PlannedPhase } from "./plan.ts";
import { deriveStatus } from "./status.ts";
import { createTally, type Tally } from "./tally.ts";

/** What a phase has told so far. */
interface Progress {
  readonly tally: Tally;
  readonly truncations: PhaseSection["truncations"];
  readonly facts: PhaseSection["facts"];
  /** What is wrong with an item. */
  readonly misfit: (item: unknown) => string | null;
  readonly mostItems: number;
  error: TriageError | null;
  items: number;
  bytes: number;
}

/**
 * Run one phase and turn its events into frames: start, items, end. Never throws. A phase that throws, hangs, breaks
 * its schema or passes its caps keeps what it had, and the end frame says so.
 */
export async function* runPhase(planned: PlannedPhase, context: PhaseContext): AsyncGenerator<readonly Frame[]> {
  const { phase, caps } = planned;
  const startedAt = context.clock.monotonicNs();
  yield [
    {
      frame: "phase-start",
      phase: phase.name,
      version: phase.version,
      schema: phase.schemaVersion,
      caps,
      params: planned.params as Record<string, unknown>,
      started_at: toRfc3339(context.clock.wallNs()),
    },
  ];
  const progress = startOf(planned);
  const secrets = countSecrets(context.facts);
  yield* pullItems(planned, { ...context, facts: secrets.facts }, progress);
  const fact = secrets.fact();
  if (fact !== null) progress.facts.push(fact);
  yield [endFrame(phase.name, progress, Number(context.clock.monotonicNs() - startedAt) / 1e6)];
}

function startOf(planned: PlannedPhase): Progress {
  const checks = { misfit: createItemCheck(planned.phase.item), mostItems: mostItems(planned) };
  return { tally: createTally(), truncations: [], facts: [], ...checks, error: null, items: 0, bytes: 0 };
}

async function* pullItems(
  planned: PlannedPhase,
  context: PhaseContext,
  progress: Progress,
): AsyncGenerator<readonly Frame[]> {
  let puller: ReturnType<typeof createPuller<PhaseEvent>> | null = null;
  try {
    puller = createPuller(planned.phase.run(context)[Symbol.asyncIterator](), context.signal);
    for (;;) {
      const next = await puller.next();
      if (next === "abandoned") {
        fail(progress, { ...endOfTime(context.signal), message: "the phase did not end after its signal" });
        break;
      }
      if (next.done === true) break;
      const items = takeEvent(next.value, planned, progress);
      if (items.length > 0) yield items.map((item) => ({ frame: "item", phase: planned.phase.name, item }));
    }
  } catch (thrown) {
    fail(progress, {
      kind: "contract_violation",
      scope: "phase",
      source: planned.phase.name,
      message: messageOf(thrown),
    });
  } finally {
    puller?.close();
  }
  if (context.signal.aborted && progress.error === null) fail(progress, endOfTime(context.signal));
}

/** Account for one event; the items that go into the document. */
function takeEvent(event: PhaseEvent, planned: PlannedPhase, progress: Progress): readonly unknown[] {
  switch (event.kind) {
    case "item":
      return takeItems([event.item], planned, progress);
    case "items":
      return takeItems(event.items, planned, progress);
    case "fact":
      progress.facts.push(event.fact);
      return [];
    case "truncation":
      progress.truncations.push(event.truncation);
      return [];
    case "error":
      progress.tally.add(event.error);
      if (event.error.scope === "phase") progress.error = event.error;
      return [];
    default:
      violation(progress, planned, `unknown event ${JSON.stringify(event)?.slice(0, 80)}`);
      return [];
  }
}

function takeItems(items: readonly unknown[], planned: PlannedPhase, progress: Progress): readonly unknown[] {
  return items.filter((item) => {
    const misfit = progress.misfit(item);
    if (misfit !== null) {
      violation(progress, planned, `item does not fit its schema: ${misfit}`);
      return false;
    }
    const size = encodedSize(item as object) + 1;
    if (progress.items + 1 > progress.mostItems || progress.bytes + size > planned.caps.bytes) {
      violation(progress, planned, "the phase passed its own caps");
      return false;
    }
    progress.items++;
    progress.bytes += size;
    return true;
  });
}

/** Kinds of items may have caps of their own beside `entries`: all that count items count together. */
function mostItems({ phase, caps }: PlannedPhase): number {
  const counting = Object.entries(phase.caps).filter(([, { unit }]) => unit === "items");
  return counting.reduce((sum, [name]) => sum + (caps[name] ?? 0), 0);
}

function violation(progress: Progress, planned: PlannedPhase, message: string): void {
  progress.tally.add({ kind: "contract_violation", scope: "item", source: planned.phase.name, message });
}

function fail(progress: Progress, error: TriageError): void {
  progress.error = error;
  progress.tally.add(error);
}

function endOfTime(signal: AbortSignal): TriageError {
  const kind = skipReasonOf(signal) === "deadline" ? "deadline_exceeded" : "cancelled";
  return { kind, scope: "phase", source: "budget" };
}

function endFrame(phase: string, progress: Progress, duration: number): Frame {
  const { error, truncations, facts, items } = progress;
  const tail = boundTail({ error, errors: progress.tally.rows(), truncations, facts });
  const status = deriveStatus({ error, errors: progress.tally.rows(), truncations, items });
  return { frame: "phase-end", phase, status, ...tail, duration_ms: Math.round(duration * 1000) / 1000, items };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
