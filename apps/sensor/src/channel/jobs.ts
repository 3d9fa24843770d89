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
import type { CommandEntry } from "../config/state-file.ts";
import { wait } from "../wait.ts";
import { MOST_ATTEMPTS } from "./admit.ts";
import { collectIntoSpool, type Outcome } from "./collect-into-spool.ts";
import type { SensorParts } from "./sensor-parts.ts";
import type { SpooledPackage } from "./spooled-package.ts";
import type { Telling } from "./telling.ts";

/** The collecting side is asked again so often while it cannot be reached. */
const UNREACHABLE_MS = 2_000;

/** A collection that was taken on. */
interface Job {
  readonly command: Command;
  readonly document: SignedDocument;
  readonly cancel: AbortController;
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
    const job = { command, document, attempt, cancel: new AbortController() };
    this.#jobs.set(toHex(command.commandId), job);
    this.#queue = this.#queue.then(() => this.#collect(job));
  }

  /** Deliver what is there. */
  cancel(commandId: string): void {
    this.#jobs.get(commandId)?.cancel.abort();
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
    for (;;) {
      const outcome = await this.#attempt(job);
      if (outcome === "whole") return;
      if ("refused" in outcome) return this.#giveUp(job, outcome.refused, "ended");
      if (job.attempt >= MOST_ATTEMPTS) return this.#giveUp(job, RefusalReason.ATTEMPTS, "accepted");
      job.attempt += 1;
      await this.#write(job, "accepted");
    }
  }

  async #attempt(job: Job): Promise<Outcome> {
    const { anchored, log } = this.#parts;
    const expiresMs = Number(job.command.expiresAtMs);
    for (let told = false; anchored.nowMs() < expiresMs; told = true) {
      try {
        return await this.#ask(job);
      } catch (error) {
        if (!told) log("error", "the collecting side cannot be reached", { problem: String(error) });
        await wait(UNREACHABLE_MS);
      }
    }
    return { refused: RefusalReason.EXPIRED, problem: "the collecting side could not be reached in time" };
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

  async #giveUp(job: Job, reason: RefusalReason, state: CommandEntry["state"]): Promise<void> {
    const id = toHex(job.command.commandId);
    await this.#write(job, state);
    this.#jobs.delete(id);
    this.#parts.metrics.refused(reason);
    this.#parts.log("warn", "given up", { command: id, attempt: job.attempt, reason: RefusalReason[reason] ?? reason });
    this.#tell.status(job.command.commandId, CommandState.REFUSED, reason, job.attempt);
  }

  #write({ command, attempt }: Job, state: CommandEntry["state"]): Promise<void> {
    const { memory, anchored, boot } = this.#parts;
    const entry = { expires_ms: Number(command.expiresAtMs), state, attempt, boot, retry: false };
    return memory.write(toHex(command.commandId), entry, anchored.nowMs());
  }
}
