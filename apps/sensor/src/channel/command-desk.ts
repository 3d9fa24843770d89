import { fromBinary } from "@bufbuild/protobuf";
import {
  type Command,
  CommandKind,
  CommandSchema,
  CommandState,
  judgeCommand,
  RefusalReason,
  type SignedDocument,
  toHex,
} from "@livetriage/proto-types";
import { admit } from "./admit.ts";
import type { Jobs } from "./jobs.ts";
import type { SensorParts } from "./sensor-parts.ts";
import type { Telling } from "./telling.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Commands that are looked at in a row, then one a second: a flood must cost no signature checks. */
const INTAKE = { burst: 16, refillMs: 1_000 };

/** Takes commands or refuses them; what it takes on is written down first. */
export class CommandDesk {
  readonly #parts: SensorParts;
  readonly #jobs: Jobs;
  readonly #tell: Telling;
  readonly #intake: TokenBucket;
  readonly #rate: TokenBucket;
  #closed = false;

  constructor(parts: SensorParts, jobs: Jobs, tell: Telling) {
    this.#parts = parts;
    this.#jobs = jobs;
    this.#tell = tell;
    const { burst, commands_per_hour } = parts.config;
    this.#intake = new TokenBucket(INTAKE.burst, INTAKE.refillMs, parts.clock);
    this.#rate = new TokenBucket(burst, 3_600_000 / commands_per_hour, parts.clock);
  }

  /** No command is taken on any more. */
  close(): void {
    this.#closed = true;
  }

  /** Take a command as it came from the Collector. */
  async receive(document: SignedDocument): Promise<void> {
    const { config, memory } = this.#parts;
    if (this.#closed) return this.#refuse(document, RefusalReason.BUSY, "the sensor is being stopped");
    if (!this.#intake.take()) return this.#refuse(document, RefusalReason.RATE, "too many commands in a row");
    if (!config.enabled) return this.#refuse(document, RefusalReason.DISABLED, "enabled: false");
    const known = { known: memory.known(), counters: memory.counters() };
    const judged = judgeCommand(document, { ...this.#parts.identityFacts(), ...known });
    if (!judged.ok) return this.#refuse(document, judged.reason, judged.problem);
    const { command, keyId } = judged;
    if (command.kind === CommandKind.COLLECT) return this.#takeCollect(document, command, keyId);
    await this.#write(command, keyId, "ended", 0);
    this.#tell.receipt(command.commandId);
    if (command.kind === CommandKind.CANCEL) this.#jobs.cancel(toHex(command.refersTo));
    else await this.#allowRetry(toHex(command.refersTo));
    this.#tell.status(command.commandId, CommandState.DONE, RefusalReason.UNSPECIFIED, 0);
  }

  async #takeCollect(document: SignedDocument, command: Command, keyId: string): Promise<void> {
    const id = toHex(command.commandId);
    const attempt = this.#jobs.attemptOf(id);
    const { memory, boot } = this.#parts;
    const arrival = { entry: memory.get(id), underWay: attempt !== undefined, boot };
    const admission = admit({ ...arrival, allowed: () => this.#rate.take() });
    if (admission.do === "refuse") return this.#refuse(document, admission.reason, "");
    if (admission.do === "run") await this.#write(command, keyId, "accepted", admission.attempt);
    this.#tell.receipt(command.commandId);
    if (admission.do === "run") this.#jobs.start(document, command, admission.attempt);
    else this.#tell.status(command.commandId, CommandState.RUNNING, RefusalReason.UNSPECIFIED, attempt ?? 0);
  }

  /** The Collector will bring the command again. */
  async #allowRetry(commandId: string): Promise<void> {
    const { memory, anchored } = this.#parts;
    const entry = memory.get(commandId);
    if (entry?.state === "accepted") await memory.write(commandId, { ...entry, retry: true }, anchored.nowMs());
  }

  #write(command: Command, keyId: string, state: "accepted" | "ended", attempt: number): Promise<void> {
    const { memory, anchored, boot } = this.#parts;
    const entry = { expires_ms: Number(command.expiresAtMs), state, attempt, boot, retry: false };
    return memory.writeNew(toHex(command.commandId), entry, { keyId, value: command.keyCounter }, anchored.nowMs());
  }

  #refuse({ payload }: SignedDocument, reason: RefusalReason, problem: string): void {
    const { metrics, log, memory } = this.#parts;
    metrics.refused(reason);
    const commandId = claimedId(payload);
    const id = toHex(commandId ?? new Uint8Array());
    if (reason !== RefusalReason.RATE) {
      log("warn", "refused", { command: id, reason: RefusalReason[reason] ?? reason, problem });
    }
    if (commandId === null) return; // nothing that could be named
    this.#tell.status(commandId, CommandState.REFUSED, reason, memory.get(id)?.attempt ?? 0);
  }
}

/** The id in a command that need not be a good one; null when there is none. */
function claimedId(payload: Uint8Array): Uint8Array | null {
  try {
    const { commandId } = fromBinary(CommandSchema, payload);
    return commandId.length === 16 ? commandId : null;
  } catch {
    return null;
  }
}
