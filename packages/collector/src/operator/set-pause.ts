import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { decodeSignedDocument, type SetPauseRequest, TargetState } from "@livetriage/proto-types";
import { nowMs } from "../clock.ts";
import type { Collector } from "../collector.ts";
import { FLEET } from "../runs/run-book.ts";
import { callerName, idOf } from "../server/call-errors.ts";
import type { Id } from "../storage/storage-engine.ts";

const MAX_REASON_CHARACTERS = 1024;

/** The `SetPause` call. A run that had paused itself counts anew when it is resumed, with other canaries. */
export function setPause(collector: Collector) {
  const { storage, book, audit, runs, dispatcher, clock } = collector;
  return async ({ runId: bytes, paused, reason }: SetPauseRequest, context: HandlerContext) => {
    const runId = bytes.length === 0 ? FLEET : idOf(bytes, "run_id");
    if (reason.length > MAX_REASON_CHARACTERS) {
      throw new ConnectError("reason is longer than 1,024 characters", Code.InvalidArgument);
    }
    if (runId !== FLEET && (await storage.commandsOfRun(runId)).length === 0) {
      throw new ConnectError("there is no such run", Code.NotFound);
    }
    const operator = callerName(context);
    await audit.append(paused ? "pause" : "resume", { operator, run_id: runId || "every run", reason });
    const now = nowMs(clock);
    await book.change(runId, ({ pausedAtMs, pausedBy }) => {
      if (paused) return { pausedAtMs: now, pausedBy: operator, pauseReason: reason };
      const pausedItself = pausedAtMs !== null && pausedBy === "";
      return { pausedAtMs: null, ...(pausedItself && { forgivenUntilMs: now }) };
    });
    runs.tellRun(runId);
    await dispatcher.reload();
    if (!paused) await sendHeldBack(collector, runId);
    return {};
  };
}

/** What was sent before the pause and not taken is sent again. */
async function sendHeldBack({ storage, pusher }: Collector, runId: Id): Promise<void> {
  for (const command of await storage.unendedCommands()) {
    if (runId !== FLEET && command.runId !== runId) continue;
    const targets = await storage.targets(command.commandId);
    const pending = targets.filter(({ state }) => state === TargetState.PENDING);
    const document = decodeSignedDocument(command.document);
    const sensorIds = pending.map(({ sensorId }) => sensorId);
    if (document.ok) pusher.send(command.commandId, document.value, sensorIds);
  }
}
