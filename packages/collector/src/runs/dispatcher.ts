import type { Clock } from "@livetriage/triage-core";
import { monotonicMs, nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import type { Failures } from "../server/failures.ts";
import type { Id } from "../storage/storage-engine.ts";
import type { ActiveRun } from "./active-run.ts";
import { type Decision, decideRun } from "./decide-run.ts";
import type { TargetFacts } from "./failure-of.ts";
import { interleave } from "./interleave.ts";
import { loadRun } from "./load-run.ts";
import { Presence } from "./presence.ts";

const BURST_EVERY_MS = 100;
const HOUR_MS = 3_600_000;

export type DispatcherParts = Pick<Collector, "storage" | "audit" | "pusher" | "runs" | "book" | "settings"> & {
  readonly clock: Clock;
  readonly failures: Pick<Failures, "note">;
};

/** Begins the targets of runs that wait, as each run's rollout says, so many at a time and each run in its turn. */
export class Dispatcher {
  readonly presence: Presence;
  readonly #parts: DispatcherParts;
  readonly #runs = new Map<Id, { readonly run: ActiveRun; readonly stop: () => void }>();
  #timer: NodeJS.Timeout | null = null;
  #underWay = false;
  #closed = false;
  #lastMs = -Infinity;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
    this.presence = new Presence(nowMs(parts.clock));
  }

  /** Goes on with the runs that an earlier process left. */
  async open(): Promise<void> {
    const commands = await this.#parts.storage.unendedCommands();
    for (const runId of new Set(commands.map(({ runId }) => runId))) await this.take(runId);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.dropAll();
  }

  /** Sees to a run from now on, as the storage has it. */
  async take(runId: Id): Promise<void> {
    const run = await loadRun(this.#parts, runId);
    if (run === null || !run.isWaiting || this.#closed) return;
    this.drop(runId);
    const stops = [...run.documents.keys()].map((id) =>
      this.#parts.runs.watch(id, (target) => {
        run.note(target);
        this.wake();
      }),
    );
    this.#runs.set(runId, { run, stop: () => stops.forEach((stop) => stop()) });
    this.wake();
  }

  /** Begins nothing more of a run. */
  drop(runId: Id): void {
    this.#runs.get(runId)?.stop();
    this.#runs.delete(runId);
  }

  /** Begins nothing more of any run. */
  dropAll(): void {
    for (const runId of this.#runs.keys()) this.drop(runId);
  }

  /** A sensor has come or gone. */
  moved(sensorId: string, here: boolean): void {
    this.presence.set(sensorId, here, nowMs(this.#parts.clock));
    for (const { run } of this.#runs.values()) run.dueMs = 0;
    this.wake();
  }

  /** What was decided about runs has changed. */
  async reload(): Promise<void> {
    for (const { run } of this.#runs.values()) {
      run.record = await this.#parts.book.of(run.record.runId);
      run.dueMs = 0;
    }
    this.wake();
  }

  /** Decides what is due, a tenth of a second after the last time at the earliest. */
  wake(inMs = 0): void {
    if (this.#closed || this.#underWay || this.#runs.size === 0 || inMs === Infinity) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const restMs = this.#lastMs + BURST_EVERY_MS - monotonicMs(this.#parts.clock);
    this.#timer = setTimeout(() => void this.#turn(), Math.min(Math.max(0, restMs, inMs), HOUR_MS)).unref();
  }

  async #turn(): Promise<void> {
    this.#timer = null;
    this.#underWay = true;
    this.#lastMs = monotonicMs(this.#parts.clock);
    const againMs = await this.#decide().catch((error: unknown) => {
      this.#parts.failures.note("dispatch failed", error);
      for (const { run } of this.#runs.values()) run.dueMs = 0;
      return BURST_EVERY_MS;
    });
    this.#underWay = false;
    this.wake(againMs);
  }

  /** Gives the milliseconds until something is due again. */
  async #decide(): Promise<number> {
    const { book, clock, settings } = this.#parts;
    const now = nowMs(clock);
    const monotonic = monotonicMs(clock);
    const wanted: { readonly run: ActiveRun; readonly target: TargetFacts }[][] = [];
    for (const { run } of this.#runs.values()) {
      if (run.dueMs > monotonic) continue;
      if (!run.isWaiting) this.drop(run.record.runId);
      const isPaused = book.pauseOf(run.record.runId) !== null;
      const decision = decideRun(run.facts(this.presence, isPaused, now, monotonic));
      run.dueMs = monotonic + (decision.againMs ?? Infinity) - now;
      await this.#write(run, decision, now);
      wanted.push(decision.start.map((target) => ({ run, target })));
    }
    await this.#start(interleave(wanted, settings.pushBurst), now, monotonic);
    return Math.min(...[...this.#runs.values()].map(({ run }) => run.dueMs)) - monotonic;
  }

  async #write(run: ActiveRun, { opens, pause }: Decision, now: number): Promise<void> {
    const { runId } = run.record;
    const { book, audit, runs } = this.#parts;
    if (!opens && pause === null) return;
    await audit.append(pause === null ? "open" : "pause", { run_id: runId, ...(pause !== null && { reason: pause }) });
    const changes = pause === null ? { openedAtMs: now } : { pausedAtMs: now, pausedBy: "", pauseReason: pause };
    run.record = (await book.change(runId, () => changes)) ?? run.record;
    runs.tellRun(runId);
  }

  /** That a target has begun is durable before its sensor hears of it. */
  async #start(chosen: readonly { run: ActiveRun; target: TargetFacts }[], now: number, monotonic: number) {
    if (chosen.length === 0) return;
    const { storage, runs, pusher } = this.#parts;
    const runOf = new Map(chosen.map(({ run, target }) => [target.commandId, run]));
    const started = await storage.startTargets(
      chosen.map(({ target }) => target),
      now,
    );
    for (const target of started) {
      const run = runOf.get(target.commandId);
      if (run === undefined || this.#runs.get(run.record.runId)?.run !== run) continue; // cancelled meanwhile
      runs.tell(target);
      run.lastStartMs = monotonic;
      const document = run.documents.get(target.commandId);
      if (document !== undefined) pusher.send(target.commandId, document, [target.sensorId]);
    }
  }
}
