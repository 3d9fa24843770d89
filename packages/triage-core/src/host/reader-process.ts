import type { ChildProcess } from "node:child_process";
import { ANY_START, type NumberedOrder, type Order, type SetMember, type SingleAsk, toTurn } from "../reader/ask.ts";
import type { ByteReader } from "../reader/byte-reader.ts";
import { COUNTERS, type Counters, zeroCounters } from "../reader/counters.ts";
import { type Frame, FrameSplitter } from "../reader/frames.ts";
import { type Limits, readLimitsFrame } from "../reader/limits.ts";
import { ANSWER } from "../reader/output.ts";
import { readEntries } from "../reader/protocol-answer.ts";
import { encodeOrders } from "../reader/protocol-order.ts";
import { answerOf, faultOf } from "./answer-of.ts";
import type { Pending } from "./pending.ts";

/** What happens to a reader, as told to the one who keeps it. */
export interface ReaderEvents {
  ready(reader: ReaderProcess): void;
  /** Answers came in. */
  answered(reader: ReaderProcess): void;
  /** An ask was put off to a later turn. */
  deferred(pending: Pending): void;
  /** The process ended, or sent what no reader sends, without having been abandoned. */
  died(reader: ReaderProcess): void;
}

/** One reader process: orders in, answers out, what it still owes. */
export class ReaderProcess {
  readonly pid: number | undefined;
  /** By number, in the order of asking. */
  readonly outstanding = new Map<number, Pending>();
  readonly counters: Counters = zeroCounters();
  outstandingBytes = 0;
  limits: Limits | null = null;
  /** Chunks that came through the pipe. */
  received = 0;
  readonly #child: ChildProcess;
  readonly #events: ReaderEvents;
  readonly #splitter = new FrameSplitter();
  #nextSeq = 1;
  #abandoned = false;
  #exited = false;

  constructor(child: ChildProcess, settings: readonly Order[], events: ReaderEvents) {
    this.#events = events;
    this.#child = child;
    this.pid = child.pid;
    child.on("exit", () => this.#exit());
    child.stdin?.on("error", () => {});
    child.stdout?.on("error", () => {});
    child.stdout?.on("data", (chunk: Buffer) => this.#receive(chunk));
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      setImmediate(() => this.#exit());
    }
    for (const order of settings) this.order(order);
  }

  /** Killed, and there nevertheless. */
  get isLeftBehind(): boolean {
    return this.#abandoned && !this.#exited && this.pid !== undefined;
  }

  order(order: Order): void {
    this.#child.stdin?.write(encodeOrders([{ seq: 0, order }]));
  }

  /** Asks that travel together: processes with one list of parts, or single asks. */
  send(chunk: readonly Pending[]): void {
    const seq = this.#nextSeq;
    for (const pending of chunk) {
      this.outstanding.set(this.#nextSeq++, pending);
      this.outstandingBytes += pending.cost;
    }
    this.#child.stdin?.write(encodeOrders(toOrders(seq, chunk)));
  }

  /** Kill it and wait for nothing: a reader in D state neither exits nor closes its pipe. */
  abandon(): void {
    this.#abandoned = true;
    this.#child.kill("SIGKILL");
    this.#child.stdin?.destroy();
    this.#child.stdout?.destroy();
    this.#child.unref();
  }

  #receive(chunk: Buffer): void {
    this.received++;
    try {
      for (const frame of this.#splitter.push(chunk)) this.#take(frame);
    } catch {
      this.abandon();
      this.#events.died(this);
      return;
    }
    this.#events.answered(this);
  }

  #take({ kind, seq, body }: Frame): void {
    if (kind === ANSWER.hello) {
      this.limits = readLimitsFrame(body);
      return this.#events.ready(this);
    }
    if (kind === ANSWER.counters) {
      for (const name of COUNTERS) this.counters[name] = body.f64();
      return;
    }
    const pending = this.outstanding.get(seq);
    if (pending === undefined) throw new RangeError(`an answer to ${seq}, which was not asked`);
    if (kind === ANSWER.entries) {
      for (const entry of readEntries(body)) pending.entries.push(entry);
      return;
    }
    this.outstanding.delete(seq);
    this.outstandingBytes -= pending.cost;
    if (kind === ANSWER.value) pending.settle(answerOf(pending, body));
    else if (kind === ANSWER.fault) pending.settle(faultOf(pending, body));
    else this.#defer(pending, body);
  }

  #defer(pending: Pending, from: ByteReader): void {
    pending.owner = from.u32();
    pending.turn = toTurn(from.u8());
    this.#events.deferred(pending);
  }

  #exit(): void {
    this.#exited = true;
    this.#died();
  }

  #died(): void {
    if (this.#abandoned) return;
    this.#abandoned = true;
    this.#events.died(this);
  }
}

function toOrders(seq: number, chunk: readonly Pending[]): NumberedOrder[] {
  const first = chunk[0]?.ask;
  if (first?.kind === "set")
    return [{ seq, order: { kind: "sets", parts: first.parts, members: chunk.map(toMember) } }];
  return chunk.map(({ ask }, i) => ({ seq: seq + i, order: { kind: "single", ask: ask as SingleAsk } }));
}

function toMember({ ask, untouched, spared, turn }: Pending): SetMember {
  const expect = ask.kind === "set" && ask.expect !== "" ? Number(ask.expect) : ANY_START;
  return { path: ask.path, expect, untouched, spared, turn };
}
