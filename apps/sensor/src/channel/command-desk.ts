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
import { whyDisabled } from "../config/kill-switch.ts";
import { admit } from "./admit.ts";
import type { Jobs } from "./jobs.ts";
import type { SensorParts } from "./sensor-parts.ts";
import type { Telling } from "./telling.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Commands that are looked at in a row, then one a second: a flood must cost no signature checks. */
const INTAKE = { burst: 16, refillMs: 1_000 };

/** A halt does not wait behind a flood. */
const HALTS = { burst: 4, refillMs: 1_000 };

/** Takes commands or refuses them; what it takes on is written down first. */
export class CommandDesk {
  readonly #parts: SensorParts;
  readonly #jobs: Jobs;
  readonly #tell: Telling;
  readonly #intake: TokenBucket;
  readonly #halts: TokenBucket;
  readonly #rate: TokenBucket;
  #closed = false;

  constructor(parts: SensorParts, jobs: Jobs, tell: Telling) {
    this.#parts = parts;
    this.#jobs = jobs;
    this.#tell = tell;
    const { burst, commands_per_hour } = parts.config;
    this.#intake = new TokenBucket(INTAKE.burst, INTAKE.refillMs, parts.clock);
    this.#halts = new TokenBucket(HALTS.burst, HALTS.refillMs, parts.clock);
    this.#rate = new TokenBucket(burst, 3_600_000 / commands_per_hour, parts.clock);
  }

  /** No command is taken on any more. */
  close(): void {
    this.#closed = true;
  }

  /** Take a command as it came from the Collector. */
  async receive(document: SignedDocument): Promise<void> {
    const { config, memory } = this.#parts;
    const halts = claimed(document.payload)?.kind === CommandKind.HALT;
    if (this.#closed) return this.#refuse(document, RefusalReason.BUSY, "the sensor is being stopped");
    const intake = halts ? this.#halts : this.#intake;
    if (!intake.take()) return this.#refuse(document, RefusalReason.RATE, "too many commands in a row");
    const disabled = halts ? null : whyDisabled(config);
    if (disabled !== null) return this.#refuse(document, RefusalReason.DISABLED, disabled);
    const known = { known: memory.known(), counters: memory.counters(), haltedBeforeMs: memory.haltedBeforeMs };
    const judged = judgeCommand(document, { ...this.#parts.identityFacts(), ...known });
    if (!judged.ok) return this.#refuse(document, judged.reason, judged.problem);
    const { command, keyId } = judged;
    if (command.kind === CommandKind.COLLECT) return this.#takeCollect(document, command, keyId);
    if (command.kind === CommandKind.HALT) memory.haltBefore(command.notBeforeMs);
    await this.#write(command, keyId, "ended", 0);
    this.#tell.receipt(command.commandId);
    await this.#obey(command);
    this.#tell.status(command.commandId, CommandState.DONE, RefusalReason.UNSPECIFIED, 0);
  }

  async #obey({ kind, notBeforeMs, refersTo }: Command): Promise<void> {
    if (kind === CommandKind.HALT) await this.#jobs.halt(notBeforeMs);
    else if (kind === CommandKind.CANCEL) this.#jobs.cancel(toHex(refersTo));
    else await this.#allowRetry(toHex(refersTo));
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
    const commandId = claimed(payload)?.commandId ?? null;
    const id = toHex(commandId ?? new Uint8Array());
    if (reason !== RefusalReason.RATE) {
      log("warn", "refused", { command: id, reason: RefusalReason[reason] ?? reason, problem });
    }
    if (commandId === null) return; // nothing that could be named
    this.#tell.status(commandId, CommandState.REFUSED, reason, memory.get(id)?.attempt ?? 0);
  }
}

/** A command that need not be a good one; null when it cannot be read or named. */
function claimed(payload: Uint8Array): Command | null {
  try {
    const command = fromBinary(CommandSchema, payload);
    return command.commandId.length === 16 ? command : null;
  } catch {
    return null;
  }
}
