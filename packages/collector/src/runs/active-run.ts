import { createHash } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { type Rollout, RolloutSchema, type SignedDocument, TargetState } from "@livetriage/proto-types";
import type { Id, RunRecord, TargetName, TargetRecord } from "../storage/storage-engine.ts";
import type { RunFacts } from "./decide-run.ts";
import type { TargetFacts } from "./failure-of.ts";
import type { Presence } from "./presence.ts";

/** A run that asks for nothing: all begin at once, whatever becomes of them. */
const AT_ONCE = create(RolloutSchema, { stopAfterPermille: 1000 });

export interface LoadedRun {
  readonly record: RunRecord;
  readonly rollout: Rollout | undefined;
  /** The signed commands by id. */
  readonly documents: ReadonlyMap<Id, SignedDocument>;
  readonly targets: readonly TargetRecord[];
}

/** A run of which targets are waiting, in memory. */
export class ActiveRun {
  readonly documents: ReadonlyMap<Id, SignedDocument>;
  record: RunRecord;
  /** When it is to be decided next, by the monotonic clock. */
  dueMs = 0;
  /** When a target began last, by the monotonic clock; those of an earlier process count as begun when this one loads them. */
  lastStartMs: number;
  readonly #rollout: Rollout;
  readonly #targets: Map<string, TargetRecord>;

  constructor({ record, rollout = AT_ONCE, documents, targets }: LoadedRun, monotonicMs: number) {
    this.record = record;
    this.documents = documents;
    this.lastStartMs = targets.some(({ startedAtMs }) => startedAtMs !== null) ? monotonicMs : -Infinity;
    this.#rollout = rollout;
    this.#targets = new Map(targets.map((target) => [rankOf(target), target] as const).toSorted(byRank));
  }

  /** A target stands where it did not stand before. */
  note(target: TargetRecord): void {
    this.#targets.set(rankOf(target), target);
    this.dueMs = 0;
  }

  get isWaiting(): boolean {
    return [...this.#targets.values()].some(({ state }) => state === TargetState.WAITING);
  }

  facts(presence: Presence, isPaused: boolean, nowMs: number, monotonicMs: number): RunFacts {
    const { openedAtMs, forgivenUntilMs } = this.record;
    const toFacts = (target: TargetRecord): TargetFacts => ({ ...target, ...presence.of(target.sensorId) });
    const targets = [...this.#targets.values()].map(toFacts);
    const sinceStartMs = monotonicMs - this.lastStartMs;
    const isOpen = openedAtMs !== null;
    return { nowMs, rollout: this.#rollout, isOpen, isPaused, forgivenUntilMs, sinceStartMs, targets };
  }
}

/** The order in which the sensors of a command begin: as good as any, and the same for everyone who reckons it. */
function rankOf({ commandId, sensorId }: TargetName): string {
  return createHash("sha256").update(Buffer.from(commandId, "hex")).update(sensorId).digest("hex");
}

function byRank([a]: readonly [string, TargetRecord], [b]: readonly [string, TargetRecord]): number {
  return a < b ? -1 : 1;
}
