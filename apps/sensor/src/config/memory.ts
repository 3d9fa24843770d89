import { toHex } from "@livetriage/proto-types";
import { type CommandEntry, readState, type SensorState, writeState } from "./state-file.ts";

/** Kept so much longer than a command is valid: clocks differ. */
const KEEP_MS = 600_000;

/** What this sensor remembers over restarts; every change is on disk when its promise resolves. */
export class Memory {
  readonly #stateDir: string;
  readonly #state: SensorState;
  #saved = Promise.resolve();

  constructor(stateDir: string) {
    this.#stateDir = stateDir;
    this.#state = readState(stateDir);
  }

  get(commandId: string): CommandEntry | undefined {
    return this.#state.commands[commandId];
  }

  /** For `judgeCommand`. */
  known(): Map<string, CommandEntry["state"]> {
    return new Map(Object.entries(this.#state.commands).map(([id, { state }]) => [id, state]));
  }

  counters(): Map<string, bigint> {
    return new Map(Object.entries(this.#state.counters).map(([key, counter]) => [key, BigInt(counter)]));
  }

  get haltedBeforeMs(): bigint {
    return BigInt(this.#state.halted_before_ms);
  }

  /** What was signed before begins no collection any more; on disk with the next write. */
  haltBefore(ms: bigint): void {
    if (ms > this.haltedBeforeMs) this.#state.halted_before_ms = String(ms);
  }

  get sessionNonce(): Uint8Array {
    return Buffer.from(this.#state.session_nonce, "hex");
  }

  /** What has expired long ago is forgotten; its counter stays. */
  write(commandId: string, entry: CommandEntry, nowMs: number): Promise<void> {
    const { commands } = this.#state;
    for (const [id, { expires_ms }] of Object.entries(commands)) if (expires_ms + KEEP_MS < nowMs) delete commands[id];
    commands[commandId] = entry;
    return this.#save();
  }

  /** Remember a command's counter with the command itself, in one write. */
  writeNew(
    commandId: string,
    entry: CommandEntry,
    counter: { keyId: string; value: bigint },
    nowMs: number,
  ): Promise<void> {
    const last = BigInt(this.#state.counters[counter.keyId] ?? "0");
    if (counter.value > last) this.#state.counters[counter.keyId] = String(counter.value);
    return this.write(commandId, entry, nowMs);
  }

  writeSessionNonce(nonce: Uint8Array): Promise<void> {
    this.#state.session_nonce = toHex(nonce);
    return this.#save();
  }

  #save(): Promise<void> {
    this.#saved = this.#saved.then(() => writeState(this.#stateDir, this.#state));
    return this.#saved;
  }
}
