import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { fromHex, type WatchRunRequest } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { hasEnded } from "../runs/change-target.ts";
import { idOf } from "../server/call-errors.ts";
import type { TargetRecord } from "../storage/storage-engine.ts";

/** The `WatchRun` call: where each target stands, then what changes, until all have ended. */
export function watchRun(collector: Collector) {
  const { storage, runs } = collector;
  return async function* watch(request: WatchRunRequest, context: HandlerContext) {
    const commandId = idOf(request.commandId, "command_id");
    if ((await storage.command(commandId)) === null) throw new ConnectError("no such command", Code.NotFound);
    const changed = new Map<string, TargetRecord>(); // only the newest of each sensor waits for a slow reader
    let wake: () => void = () => undefined;
    const note = (target: TargetRecord) => {
      changed.set(target.sensorId, target);
      wake();
    };
    const stop = runs.watch(commandId, note);
    context.signal.addEventListener("abort", () => wake());
    try {
      const open = new Set<string>();
      for (const target of await storage.targets(commandId)) {
        open.add(target.sensorId);
        if (!changed.has(target.sensorId)) changed.set(target.sensorId, target);
      }
      while (open.size > 0 && !context.signal.aborted) {
        for (const [sensorId, target] of changed) {
          changed.delete(sensorId);
          if (hasEnded(target)) open.delete(sensorId);
          else open.add(sensorId);
          yield await toResponse(collector, target);
        }
        if (open.size > 0 && changed.size === 0 && !context.signal.aborted) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      stop();
    }
  };
}

async function toResponse({ storage }: Collector, target: TargetRecord) {
  const { commandId, sensorId, state, reason, attempt, packageId, atMs } = target;
  const uploads = await storage.uploadsOf(commandId, sensorId);
  const upload = uploads.find((each) => each.packageId === packageId) ?? uploads.at(-1);
  return {
    sensorId,
    state,
    reason,
    attempt,
    packageId: fromHex(packageId ?? "") ?? new Uint8Array(),
    sealedBytes: BigInt(upload?.committedOffset ?? 0),
    atMs: BigInt(atMs),
  };
}
