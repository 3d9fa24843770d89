import { randomBytes } from "node:crypto";
import { toBinary } from "@bufbuild/protobuf";
import {
  type Command,
  CommandState,
  RefusalReason,
  type SignedDocument,
  SignedDocumentSchema,
  toHex,
} from "@livetriage/proto-types";
import { whyDisabled } from "../config/kill-switch.ts";
import type { CommandEntry } from "../config/state-file.ts";
import { wait } from "../wait.ts";
import { MOST_ATTEMPTS } from "./admit.ts";
import { collectIntoSpool, type Outcome, type Refused } from "./collect-into-spool.ts";
import type { SensorParts } from "./sensor-parts.ts";
import type { SpooledPackage } from "./spooled-package.ts";
import type { Telling } from "./telling.ts";
import { waitForCalm } from "./wait-for-calm.ts";

/** The collecting side is asked again so often while it cannot be reached. */
const UNREACHABLE_MS = 2_000;

/** A collection that was taken on. */
interface Job {
  readonly command: Command;
  readonly document: SignedDocument;
  /** Deliver what is there. */
  readonly cancel: AbortController;
  /** End and deliver nothing. */
  readonly halt: AbortController;
  attempt: number;
}

/** Collections that were taken on and are not delivered, in their order; one is collected at a time. */
export class Jobs {
  readonly #parts: SensorParts;
  readonly #tell: Telling;
  readonly #jobs = new Map<string, Job>();
  #queue = Promise.resolve();

  constructor(parts: SensorParts, tell: Telling) {
    this.#parts = parts;
    this.#tell = tell;
  }

  /** Is one waiting, running, or not delivered? */
  get any(): boolean {
    return this.#jobs.size > 0;
  }

  /** Number of the attempt that is under way, undefined when none is. */
  attemptOf(commandId: string): number | undefined {
    return this.#jobs.get(commandId)?.attempt;
  }

  start(document: SignedDocument, command: Command, attempt: number): void {
    const job = { command, document, attempt, cancel: new AbortController(), halt: new AbortController() };
    this.#jobs.set(toHex(command.commandId), job);
    this.#queue = this.#queue.then(() => this.#collect(job));
  }

  /** Deliver what is there, of a command or of all commands of a run. */
  cancel(id: string): void {
    for (const [commandId, { command, cancel }] of this.#jobs) {
      if (commandId === id || toHex(command.runId) === id) cancel.abort();
    }
  }

  /** What is valid from before this time is over: no collection of it goes on, no package of it is delivered. */
  async halt(beforeMs: bigint): Promise<void> {
    const over = [...this.#jobs].filter(([, { command }]) => command.notBeforeMs < beforeMs);
    for (const [, { halt }] of over) halt.abort();
    const { spool } = this.#parts;
    const ids = new Set(over.map(([id]) => id));
    for (const held of spool.list()) if (ids.has(held.ids.commandId)) spool.drop(held);
    for (const [, job] of over) await this.#giveUp(job, { refused: RefusalReason.HALTED, problem: "" }, "ended");
  }

  /** The package of a command is durable at the Collector. */
  async delivered({ ids }: SpooledPackage): Promise<void> {
    const job = this.#jobs.get(ids.commandId);
    if (job === undefined) return;
    await this.#write(job, "ended");
    this.#jobs.delete(ids.commandId);
    this.#tell.status(job.command.commandId, CommandState.DONE, RefusalReason.UNSPECIFIED, ids.attempt);
  }

  /** Attempt after attempt until one is whole, refused, or there were too many. */
  async #collect(job: Job): Promise<void> {
    while (!job.halt.signal.aborted) {
      const outcome = await this.#attempt(job);
      if (outcome === "whole" || job.halt.signal.aborted) return;
      if ("refused" in outcome) return this.#giveUp(job, outcome, "ended");
      const problem = outcome.broken;
      if (job.attempt >= MOST_ATTEMPTS) {
        return this.#giveUp(job, { refused: RefusalReason.ATTEMPTS, problem }, "accepted");
      }
      job.attempt += 1;
      await this.#write(job, "accepted");
    }
  }

  async #attempt(job: Job): Promise<Outcome> {
    const { config, log } = this.#parts;
    const busy = await this.#calm(job);
    if (busy !== null) return { refused: RefusalReason.BUSY, problem: busy };
    for (let told = false; !this.#isLate(job) && !job.halt.signal.aborted; told = true) {
      const disabled = whyDisabled(config);
      if (disabled !== null) return { refused: RefusalReason.DISABLED, problem: disabled };
      try {
        return await this.#ask(job);
      } catch (error) {
        if (!told) log("error", "the collecting side cannot be reached", { problem: String(error) });
        await wait(UNREACHABLE_MS);
      }
    }
    return { refused: RefusalReason.EXPIRED, problem: "it could not begin in time" };
  }

  /** Waits for a host that is busy; answers what it is still busy with, null when it is calm or waiting has an end. */
  #calm(job: Job): Promise<string | null> {
    const { config, clock, log, readPressure } = this.#parts;
    const ended = () => job.halt.signal.aborted || job.cancel.signal.aborted;
    return waitForCalm({
      read: readPressure,
      bearable: config.busy_above,
      clock,
      wait,
      enough: () => ended() || this.#isLate(job) || whyDisabled(config) !== null,
      tell: (why) => log("info", "waiting, the host is busy", { command: toHex(job.command.commandId), why }),
    });
  }

  #isLate({ command }: Job): boolean {
    return this.#parts.anchored.nowMs() >= Number(command.expiresAtMs);
  }

  async #ask(job: Job): Promise<Outcome> {
    const { spool, config, clock, anchored, log } = this.#parts;
    const { command, attempt } = job;
    const commandId = toHex(command.commandId);
    const ids = { packageId: toHex(randomBytes(16)), commandId, attempt };
    const asked = { ids, command: toBinary(SignedDocumentSchema, job.document), nowMs: anchored.nowMs() };
    const outcome = await collectIntoSpool(config.collect_socket, spool, asked, {
      clock,
      cancel: job.cancel.signal,
      halt: job.halt.signal,
      onStart: (opened) => {
        log("info", "collecting", { command: commandId, attempt, operator: command.operator });
        this.#tell.status(command.commandId, CommandState.RUNNING, RefusalReason.UNSPECIFIED, attempt);
        this.#tell.offer(opened);
      },
    });
    if (outcome !== "whole" && "broken" in outcome) {
      log("warn", "the collecting side broke off", { command: commandId, attempt, problem: outcome.broken });
    }
    return outcome;
  }

  async #giveUp(job: Job, { refused, problem }: Refused, state: CommandEntry["state"]): Promise<void> {
    const { metrics, log } = this.#parts;
    const id = toHex(job.command.commandId);
    await this.#write(job, state);
    this.#jobs.delete(id);
    metrics.refused(refused);
    const reason = RefusalReason[refused] ?? refused;
    log("warn", "given up", { command: id, attempt: job.attempt, reason, problem });
    this.#tell.status(job.command.commandId, CommandState.REFUSED, refused, job.attempt);
  }

  #write({ command, attempt }: Job, state: CommandEntry["state"]): Promise<void> {
    const { memory, anchored, boot } = this.#parts;
    const entry = { expires_ms: Number(command.expiresAtMs), state, attempt, boot, retry: false };
    return memory.write(toHex(command.commandId), entry, anchored.nowMs());
  }
}
