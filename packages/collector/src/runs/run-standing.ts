import { create } from "@bufbuild/protobuf";
import { fromHex, type RunStanding, RunStandingSchema } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import type { Id } from "../storage/storage-engine.ts";
import { missingCommands, readCommand } from "./load-run.ts";
import { FLEET } from "./run-book.ts";

/** Where a run stands, as operators are told. */
export async function runStanding({ storage, book }: Collector, runId: Id): Promise<RunStanding> {
  const commands = await storage.commandsOfRun(runId);
  const [first] = commands;
  const rollout = first === undefined ? undefined : readCommand(first)?.command.rollout;
  const { openedAtMs } = await book.of(runId);
  const pause = book.pauseOf(runId);
  return create(RunStandingSchema, {
    runId: fromHex(runId) ?? new Uint8Array(),
    openedAtMs: BigInt(openedAtMs ?? 0),
    missingCommands: missingCommands(rollout, commands.length),
    ...(pause !== null && {
      pause: {
        sinceMs: BigInt(pause.pausedAtMs ?? 0),
        operator: pause.pausedBy,
        reason: pause.pauseReason,
        wholeFleet: pause.runId === FLEET,
      },
    }),
  });
}
