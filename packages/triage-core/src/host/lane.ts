import type { AskKind } from "./ask-desk.ts";
import type { AskScope } from "./ask-scope.ts";
import { Patience, type PatienceEvents } from "./patience.ts";
import type { Pending } from "./pending.ts";
import type { ReaderProcess } from "./reader-process.ts";

/** What a start may cost a scope; that a loaded machine starts slowly is not its fault. */
const MOST_START_MS = 50;

/** A reader that owes this many gets no more; few large orders cost less than many small ones. */
const ENOUGH_SETS = 128;
const ENOUGH_SINGLES = 512;

/** The place of one reader; the process in it may change. */
export class Lane {
  readonly prefers: AskKind;
  /** Readers that ended here by themselves. */
  deaths = 0;
  #startedFor: AskScope | null = null;
  #startedAt = 0;
  /** The last order was for processes. */
  #owesSets = false;
  readonly #events: PatienceEvents;
  #reader: ReaderProcess;
  #patience: Patience;

  constructor(prefers: AskKind, reader: ReaderProcess, events: PatienceEvents) {
    this.prefers = prefers;
    this.#events = events;
    this.#reader = reader;
    this.#patience = new Patience(reader, events);
    this.#patience.watch();
  }

  get reader(): ReaderProcess {
    return this.#reader;
  }

  replace(reader: ReaderProcess): void {
    this.#patience.stop();
    this.#reader = reader;
    this.#patience = new Patience(reader, this.#events);
    this.#patience.watch();
  }

  /** Until the reader is at work, its time is lost too, and this scope pays. */
  startedFor(scope: AskScope): void {
    this.#startedFor = this.#reader.limits === null ? scope : null;
    this.#startedAt = performance.now();
  }

  /** The reader is at work. */
  chargeStart(): void {
    this.#startedFor?.charge(Math.min(performance.now() - this.#startedAt, MOST_START_MS), false);
    this.#startedFor = null;
  }

  /** Room for more, in bytes of answers; 0 when the reader has enough to do. */
  room(window: number): number {
    const { outstanding, outstandingBytes } = this.#reader;
    const enough = this.#owesSets ? ENOUGH_SETS : ENOUGH_SINGLES;
    return outstanding.size >= enough ? 0 : Math.max(0, window - outstandingBytes);
  }

  send(chunk: readonly Pending[]): void {
    this.#owesSets = chunk[0]?.ask.kind === "set";
    this.#reader.send(chunk);
    this.#patience.watch();
  }

  /** What the reader owes and will not give any more. */
  takeOwed(): Pending[] {
    this.#patience.stop();
    const owed = [...this.#reader.outstanding.values()].filter((pending) => !pending.settled);
    this.#reader.outstanding.clear();
    for (const pending of owed) pending.entries = [];
    return owed;
  }
}
