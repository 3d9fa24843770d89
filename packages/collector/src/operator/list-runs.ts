import { decodeSignedDocument, fromHex, type TargetState } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { runStanding } from "../runs/run-standing.ts";

/** The `ListRuns` call. */
export function listRuns(collector: Collector) {
  const { storage } = collector;
  return async function* list() {
    for await (const { commandId, runId, document, submittedAtMs } of storage.commands()) {
      const counts = new Map<TargetState, number>();
      for (const { state } of await storage.targets(commandId)) counts.set(state, (counts.get(state) ?? 0) + 1);
      const command = decodeSignedDocument(document);
      yield {
        commandId: fromHex(commandId) ?? new Uint8Array(),
        submittedAtMs: BigInt(submittedAtMs),
        ...(command.ok && { command: command.value }),
        run: await runStanding(collector, runId),
        counts: [...counts].map(([state, count]) => ({ state, count })),
      };
    }
  };
}
