import {
  type Command,
  decodeCommand,
  fromHex,
  type ListRunsResponse,
  type RunStanding,
  type TargetState,
  toHex,
  type WatchRunResponse,
} from "@livetriage/proto-types";
import { usageError } from "../exit.ts";
import type { CollectorSession } from "./collector-session.ts";

/** A run that was handed in, as the Collector tells it. */
export interface Run {
  /** The command that was handed in first. */
  readonly command: Command;
  readonly submittedAtMs: bigint;
  readonly standing: RunStanding | undefined;
  /** Of all its commands together. */
  readonly counts: ReadonlyMap<TargetState, number>;
}

/** Every run, newest first. What cannot be read as a command is left out: no operator has signed it. */
export async function listRuns({ operator }: Pick<CollectorSession, "operator">): Promise<Run[]> {
  const runs = new Map<string, Run>();
  for await (const { command: document, submittedAtMs, counts, run: standing } of operator.listRuns({})) {
    const decoded = decodeCommand(document?.payload ?? new Uint8Array());
    if (!decoded.ok) continue;
    const command = decoded.value;
    const id = toHex(standing?.runId ?? command.commandId);
    runs.set(id, { command, submittedAtMs, standing, counts: sum(runs.get(id)?.counts, counts) });
  }
  return [...runs.values()];
}

/** Where each target of a run stands now. */
export async function targetsOf(
  { operator }: Pick<CollectorSession, "operator">,
  commandId: Uint8Array,
): Promise<WatchRunResponse[]> {
  const targets: WatchRunResponse[] = [];
  for await (const target of operator.watchRun({ commandId, once: true })) {
    if (target.sensorId !== "") targets.push(target); // else it tells of the run as a whole
  }
  return targets;
}

/** What `fleet collect` printed, as bytes. */
export function runId(text: string): Uint8Array {
  const id = fromHex(text);
  if (id === null) throw usageError(`a run is named by 32 hex digits, as fleet collect prints them, not '${text}'`);
  return id;
}

function sum(
  before: ReadonlyMap<TargetState, number> | undefined,
  counts: ListRunsResponse["counts"],
): Map<TargetState, number> {
  const all = new Map(before);
  for (const { state, count } of counts) all.set(state, (all.get(state) ?? 0) + count);
  return all;
}
