import { toHex } from "@livetriage/proto-types";
import { type CommandEntry, readState, type SensorState, writeState } from "./state-file.ts";

/** Kept so much longer than a command is valid: clocks differ. */
const KEEP_MS = 600_000;

/** Hears why what is remembered is not on disk, and null when it is again. */
export type OnWritable = (problem: string | null) => void;

/**
 * What this sensor remembers over restarts; a change is on disk when its promise resolves.
 *
 * An attacker who fills the disk must not keep us from collecting: what cannot be written is remembered all the same, as
 * long as this process lives, and written with the next change. A restart in between forgets it: then a command may be
 * run twice, as often as the rate allows.
 */
export class Memory {
  readonly #stateDir: string;
  readonly #state: SensorState;
  readonly #onWritable: OnWritable;
  #isWritable = true;
  #saved = Promise.resolve();

  constructor(stateDir: string, onWritable: OnWritable) {
    this.#stateDir = stateDir;
    this.#onWritable = onWritable;
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
    this.#saved = this.#saved.then(() => this.#write());
    return this.#saved;
  }

  async #write(): Promise<void> {
    const problem = await writeState(this.#stateDir, this.#state).then(() => null, String);
    const was = this.#isWritable;
    this.#isWritable = problem === null;
    if (this.#isWritable !== was) this.#onWritable(problem);
  }
}
