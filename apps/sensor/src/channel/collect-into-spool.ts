import type { RefusalReason } from "@livetriage/proto-types";
import type { Clock } from "@livetriage/triage-core";
import type { Status } from "../wire/answer.ts";
import { ROOM_MS, startBudget } from "../wire/room.ts";
import { askCollectingSide, type CollectingRun } from "./collecting-side.ts";
import type { Spool } from "./spool.ts";
import type { PackageIds, SpooledPackage } from "./spooled-package.ts";

/** Why a command is not run. */
export interface Refused {
  readonly refused: RefusalReason;
  readonly problem: string;
}

/** How an attempt ended: with a whole package, refused by the collecting side (at any time), or broken off. */
export type Outcome = "whole" | { readonly broken: string } | Refused;

export interface Attempt {
  readonly ids: PackageIds;
  /** The encoded SignedDocument. */
  readonly command: Uint8Array;
  readonly nowMs: number;
}

export interface AttemptOptions {
  readonly clock: Clock;
  /** Deliver what is there. */
  readonly cancel: AbortSignal;
  /** End and deliver nothing. */
  readonly halt: AbortSignal;
  /** Called when the collecting side has begun, with the package that it fills. */
  readonly onStart: (opened: SpooledPackage) => void;
}

/**
 * One attempt: from the collecting side into memory, no faster than there is room.
 *
 * Errors: throws when the collecting side cannot be reached.
 */
export async function collectIntoSpool(
  socketPath: string,
  spool: Spool,
  { ids, command, nowMs }: Attempt,
  options: AttemptOptions,
): Promise<Outcome> {
  const request = { command: Buffer.from(command).toString("base64"), attempt: ids.attempt, now_ms: nowMs };
  const run = await askCollectingSide(socketPath, { ...request, package_id: ids.packageId });
  const opened = spool.open(ids);
  const letGo = [onceAborted(options.cancel, run.cancel), onceAborted(options.halt, run.kill)];
  const outcome = await fill(run, spool, opened, options).catch((error: unknown) => ({ broken: String(error) }));
  for (const stop of letGo) stop();
  run.kill();
  if (outcome !== "whole") spool.drop(opened);
  return outcome;
}

async function fill(
  run: CollectingRun,
  spool: Spool,
  opened: SpooledPackage,
  { clock, onStart }: AttemptOptions,
): Promise<Outcome> {
  let leftMs = startBudget(clock, 0);
  for await (const answer of run.answers) {
    if (answer.kind === "status") {
      const refusal = refusalIn(answer.status);
      if (refusal !== null) return refusal;
      onStart(opened);
      leftMs = startBudget(clock, budgetOf(answer.status));
    } else if (answer.kind === "segment") {
      await spool.room(answer.sealed.length, AbortSignal.timeout(leftMs() + ROOM_MS));
      opened.append(answer.sealed);
    } else if (answer.kind === "end") {
      opened.finish(answer.end);
      return "whole";
    }
  }
  return { broken: "it ended before its package did" };
}

/** Does it when the signal fires, or has fired; gives what ends listening. */
function onceAborted(signal: AbortSignal, doIt: () => void): () => void {
  if (signal.aborted) doIt();
  signal.addEventListener("abort", doIt, { once: true });
  return () => signal.removeEventListener("abort", doIt);
}

function refusalIn(status: Status): Outcome | null {
  return "refused" in status ? status : null;
}

function budgetOf(status: Status): number {
  return "started" in status ? status.budget_ms : 0;
}
