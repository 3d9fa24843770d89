import { type Command, decodeCommand, fromHex, type ListRunsResponse, toHex } from "@livetriage/proto-types";
import { usageError } from "../exit.ts";
import type { CollectorSession } from "./collector-session.ts";

/** A command that was handed in, as the Collector tells it. */
export interface Run {
  readonly command: Command;
  readonly submittedAtMs: bigint;
  readonly counts: ListRunsResponse["counts"];
}

/** Every run, newest first. What cannot be read as a command is left out: no operator has signed it. */
export async function* listRuns({ operator }: Pick<CollectorSession, "operator">): AsyncGenerator<Run, void> {
  for await (const { command, submittedAtMs, counts } of operator.listRuns({})) {
    const decoded = decodeCommand(command?.payload ?? new Uint8Array());
    if (decoded.ok) yield { command: decoded.value, submittedAtMs, counts };
  }
}

/** The run of this id. */
export async function runNamed(session: Pick<CollectorSession, "operator">, text: string): Promise<Run> {
  const id = runId(text);
  for await (const run of listRuns(session)) if (toHex(run.command.commandId) === toHex(id)) return run;
  throw usageError(`there is no run ${text}; livetriage fleet runs lists all`);
}

/** What `fleet collect` printed, as bytes. */
export function runId(text: string): Uint8Array {
  const id = fromHex(text);
  if (id === null) throw usageError(`a run is named by 32 hex digits, as fleet collect prints them, not '${text}'`);
  return id;
}
