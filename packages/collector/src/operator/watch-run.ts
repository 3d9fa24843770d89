import { Code, ConnectError, type HandlerContext } from "@connectrpc/connect";
import { fromHex, type WatchRunRequest } from "@livetriage/proto-types";
import type { Collector } from "../collector.ts";
import { hasEnded } from "../runs/change-target.ts";
import { runStanding } from "../runs/run-standing.ts";
import { commandsNamed } from "../runs/stop-runs.ts";
import { idOf } from "../server/call-errors.ts";
import type { Id, TargetRecord } from "../storage/storage-engine.ts";

/** The `WatchRun` call: where the run and each of its targets stand, then what changes, until all have ended. */
export function watchRun(collector: Collector) {
  return async function* watch(request: WatchRunRequest, context: HandlerContext) {
    const id = idOf(request.commandId, "command_id");
    const commandIds = await commandsNamed(collector, id);
    const [first] = commandIds;
    if (first === undefined) throw new ConnectError("no such command", Code.NotFound);
    const runId = (await collector.storage.command(first))?.runId ?? first;
    const changes = new Changes(collector, runId, commandIds);
    context.signal.addEventListener("abort", () => changes.wake());
    try {
      const open = new Set<string>();
      for (const commandId of commandIds) {
        for (const target of await collector.storage.targets(commandId)) {
          open.add(keyOf(target));
          changes.add(target);
        }
      }
      while (!context.signal.aborted) {
        if (changes.takeRun()) yield { run: await runStanding(collector, runId) };
        for (const target of changes.takeTargets()) {
          if (hasEnded(target)) open.delete(keyOf(target));
          else open.add(keyOf(target));
          yield await toResponse(collector, target);
        }
        if (open.size === 0 || request.once) return;
        await changes.next();
      }
    } finally {
      changes.stop();
    }
  };
}

/** What has changed and was not told yet: of each target only the newest waits for a slow reader. */
class Changes {
  readonly #targets = new Map<string, TargetRecord>();
  readonly #stops: (() => void)[];
  #run = true;
  wake: () => void = () => undefined;

  constructor({ runs }: Collector, runId: Id, commandIds: readonly Id[]) {
    const note = (target: TargetRecord) => {
      this.#targets.set(keyOf(target), target);
      this.wake();
    };
    const noteRun = () => {
      this.#run = true;
      this.wake();
    };
    this.#stops = [runs.watchRun(runId, noteRun), ...commandIds.map((id) => runs.watch(id, note))];
  }

  /** A target as it was read; what was heard of it meanwhile is newer. */
  add(target: TargetRecord): void {
    if (!this.#targets.has(keyOf(target))) this.#targets.set(keyOf(target), target);
  }

  takeRun(): boolean {
    const changed = this.#run;
    this.#run = false;
    return changed;
  }

  *takeTargets(): Generator<TargetRecord> {
    for (const [key, target] of this.#targets) {
      this.#targets.delete(key);
      yield target;
    }
  }

  async next(): Promise<void> {
    if (this.#run || this.#targets.size > 0) return;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
    });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}

function keyOf({ commandId, sensorId }: TargetRecord): string {
  return `${commandId} ${sensorId}`;
}

async function toResponse({ storage }: Collector, target: TargetRecord) {
  const { commandId, sensorId, state, reason, attempt, packageId, atMs } = target;
  const uploads = await storage.uploadsOf(commandId, sensorId);
  const upload = uploads.find((each) => each.packageId === packageId) ?? uploads.at(-1);
  return {
    commandId: fromHex(commandId) ?? new Uint8Array(),
    sensorId,
    state,
    reason,
    attempt,
    packageId: fromHex(packageId ?? "") ?? new Uint8Array(),
    sealedBytes: BigInt(upload?.committedOffset ?? 0),
    atMs: BigInt(atMs),
  };
}
