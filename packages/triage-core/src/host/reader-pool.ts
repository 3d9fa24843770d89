import type { Order } from "../reader/ask.ts";
import { AskDesk } from "./ask-desk.ts";
import type { AskScope } from "./ask-scope.ts";
import { type Blame, blockedParts } from "./blame.ts";
import { BlockedAsks } from "./blocked-asks.ts";
import { Lane } from "./lane.ts";
import type { LiveHostStats } from "./live-host.ts";
import type { PatienceEvents } from "./patience.ts";
import { Pending } from "./pending.ts";
import type { ReaderEvents, ReaderProcess } from "./reader-process.ts";
import type { ReaderStock } from "./reader-stock.ts";

const SMALL_MEMORY = 192 * 1024 * 1024;
const SMALL_FILES = 40;
/** Bytes of answers that one reader may owe. */
const WINDOW = 4 * 1024 * 1024;
const SMALL_WINDOW = 1024 * 1024;
/** Processes from which on a second reader is worth its start. */
const MANY_PROCESSES = 600;

/**
 * Hands asks to one or two readers, and replaces those that do not come back.
 *
 * What is promised: an ask is answered exactly once; only the ask over which a reader stands still is blamed, all
 * others that it owed are asked again; nothing ever waits for a process that cannot be killed.
 */
export class ReaderPool implements ReaderEvents, PatienceEvents {
  readonly #own: AskScope;
  readonly #stock: ReaderStock;
  readonly #desk = new AskDesk();
  readonly #blocked = new BlockedAsks();
  readonly #lanes: Lane[];
  #mostLanes: number;
  #abandoned = 0;
  #setsAsked = 0;
  #isSmall = false;
  #isPumping = false;
  #isClosed = false;

  constructor(stock: (events: ReaderEvents) => ReaderStock, mostLanes: number, own: AskScope) {
    this.#mostLanes = mostLanes;
    this.#own = own;
    this.#stock = stock(this);
    this.#lanes = [new Lane("kernel", this.#stock.take(), this)];
  }

  stats(): Omit<LiveHostStats, "asks"> {
    return { ...this.#stock.figures(), readers_abandoned: this.#abandoned, small_host: this.#isSmall };
  }

  submit(pending: Pending): void {
    if (this.#isClosed) return pending.fail("SKIPPED", "cancelled");
    if (this.#lanes.length === 0) return this.#refuse(pending);
    if (this.#blocked.has(pending.ask)) return pending.fail("BLOCKED");
    if (pending.ask.kind === "set") this.#setsAsked++;
    this.#desk.add(pending);
    this.#pumpSoon();
  }

  close(): void {
    this.#isClosed = true;
    for (const lane of this.#lanes.splice(0)) {
      for (const pending of lane.takeOwed()) pending.fail("SKIPPED", "cancelled");
      lane.reader.abandon();
    }
    this.#stock.close();
    for (const pending of this.#desk.takeAll()) pending.fail("SKIPPED", "cancelled");
  }

  ready(reader: ReaderProcess): void {
    const { limits } = reader;
    if (limits === null) return;
    this.#laneOf(reader)?.chargeStart();
    this.#isSmall = (limits.memory > 0 && limits.memory < SMALL_MEMORY) || limits.files < SMALL_FILES;
    if (this.#isSmall || limits.cpus < 2) this.#mostLanes = 1;
    this.#pumpSoon();
  }

  answered(): void {
    this.#pumpSoon();
  }

  deferred(pending: Pending): void {
    this.#desk.defer(pending);
  }

  suspicious(): void {
    this.#stock.prepare();
  }

  /** Once in each place a reader may end by itself; an ask that was out both times is not asked a third time. */
  died(reader: ReaderProcess): void {
    this.#stock.forget(reader);
    const lane = this.#laneOf(reader);
    if (lane === undefined) return;
    const owed = lane.takeOwed();
    for (const pending of owed) {
      if (++pending.deaths > 1) pending.fail("READER_DIED");
    }
    if (++lane.deaths > 1) this.#end(lane);
    else this.#replace(lane);
    this.#putBack(owed);
  }

  lost(reader: ReaderProcess, blame: Blame, lostMs: number): void {
    const lane = this.#laneOf(reader);
    if (lane === undefined) return;
    this.#abandoned++;
    reader.abandon();
    const { pending, part, mount } = blame;
    if (pending === null) return this.died(reader);
    const owed = lane.takeOwed();
    pending.scope.charge(lostMs, blame.kernelFile);
    if (pending.scope.isSpent) this.#desk.spareSpent(pending.scope);
    if (part >= 0 && pending.ask.kind === "set") pending.untouched |= blockedParts(pending.ask.parts, part);
    else this.#block(pending);
    if (mount > 0) this.#orderAll({ kind: "strike-mount", mount });
    this.#replace(lane);
    lane.startedFor(pending.scope);
    this.#stock.prepare(); // who blocks once will block again
    if (pending.ask.kind === "set") this.#deferOwner(pending.ask.path, () => this.#putBack(owed));
    else this.#putBack(owed);
  }

  /** With it all that are to ask the same. */
  #block(pending: Pending): void {
    pending.fail("BLOCKED");
    this.#blocked.add(pending.ask);
    for (const one of pending.scope.open) if (this.#blocked.has(one.ask)) one.fail("BLOCKED");
  }

  #laneOf(reader: ReaderProcess): Lane | undefined {
    return this.#lanes.find((lane) => lane.reader === reader);
  }

  #replace(lane: Lane): void {
    if (this.#stock.isExhausted) this.#end(lane);
    else lane.replace(this.#stock.take());
  }

  #end(lane: Lane): void {
    this.#lanes.splice(this.#lanes.indexOf(lane), 1);
    if (this.#lanes.length > 0) return;
    this.#stock.close();
    for (const pending of this.#desk.takeAll()) this.#refuse(pending);
  }

  #refuse(pending: Pending): void {
    if (this.#stock.isExhausted) pending.fail("SKIPPED", "budget");
    else pending.fail("READER_DIED");
  }

  #putBack(owed: readonly Pending[]): void {
    const open = owed.filter((pending) => !pending.settled);
    if (this.#lanes.length === 0) for (const pending of open) this.#refuse(pending);
    else this.#desk.putBack(open);
    this.#pumpSoon();
  }

  /** All processes of an owner of traps wait until everybody else's have been read. */
  #deferOwner(path: string, done: () => void): void {
    const ask = new Pending({ kind: "lstat", path }, this.#own, (result) => {
      if (result.ok) this.#orderAll({ kind: "defer-owner", uid: (result.value as { uid: number }).uid });
      done();
    });
    this.submit(ask);
  }

  #orderAll(order: Order): void {
    this.#stock.orderAll(
      order,
      this.#lanes.map(({ reader }) => reader),
    );
  }

  /** While readers are at work, asks are gathered for one turn of the event loop. */
  #pumpSoon(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    if (this.#lanes.some(({ reader }) => reader.outstanding.size > 0)) setImmediate(() => this.#pump());
    else queueMicrotask(() => this.#pump());
  }

  #pump(): void {
    this.#isPumping = false;
    const window = this.#isSmall ? SMALL_WINDOW : WINDOW;
    const ready = this.#lanes.filter(({ reader }) => reader.limits !== null);
    let busy = ready.length > 0 ? ready : this.#lanes; // one that still starts has nothing to do while another is at work
    while (busy.length > 0) {
      busy = busy.filter((lane) => {
        const chunk = this.#desk.take(lane.prefers, lane.room(window), lane.reader.outstanding.size === 0);
        if (chunk.length > 0) lane.send(chunk);
        return chunk.length > 0;
      });
    }
    if (this.#wantsSecond()) this.#lanes.push(new Lane("files", this.#stock.take(), this));
  }

  #wantsSecond(): boolean {
    const first = this.#lanes[0]?.reader.limits ?? null;
    if (this.#lanes.length !== 1 || this.#mostLanes < 2 || first === null) return false;
    return Math.max(first.processes, this.#setsAsked) > MANY_PROCESSES || this.#desk.isMixed;
  }
}
