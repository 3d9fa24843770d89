import { type Blame, blameOf, isStopped } from "./blame.ts";
import { lookAtReader, type ReaderLook } from "./reader-look.ts";
import type { ReaderProcess } from "./reader-process.ts";

const LOOK_MS = 25;
/** A reader that computes for so long within one step of one ask will not come back either. */
const BUSY_MS = 10_000;
/** A start may take long on a loaded machine. */
const START_MS = 10_000;

export interface PatienceEvents {
  /** No progress for a while: a spare may soon be needed. */
  suspicious(): void;
  /** It will not come back; `blame` says over what. */
  lost(reader: ReaderProcess, blame: Blame, lostMs: number): void;
}

/**
 * Watches one reader that owes answers. Only turns of the event loop count in which the pipe turned out empty (timer,
 * then setImmediate, then still nothing), so a main process that was itself stalled never blames; and only looks at
 * which the reader was asleep over the same thing, so that a loaded machine does not look hostile.
 */
export class Patience {
  readonly #reader: ReaderProcess;
  readonly #events: PatienceEvents;
  #timer: NodeJS.Timeout | null = null;
  #received = -1;
  #since = 0;
  #last: ReaderLook | null = null;

  constructor(reader: ReaderProcess, events: PatienceEvents) {
    this.#reader = reader;
    this.#events = events;
  }

  /** To be called whenever the reader has been asked something. */
  watch(): void {
    if (this.#timer !== null) return;
    this.#received = -1;
    this.#again();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #again(ms = LOOK_MS): void {
    this.#timer = setTimeout(() => setImmediate(() => this.#check()), Math.min(ms, LOOK_MS));
  }

  #check(): void {
    if (this.#timer === null) return;
    this.#timer = null;
    const reader = this.#reader;
    if (reader.outstanding.size === 0 && reader.limits !== null) return;
    if (this.#hasMoved()) {
      this.#since = performance.now();
      return this.#again();
    }
    const stillMs = performance.now() - this.#since;
    const look = this.#last as ReaderLook;
    const blame = blameOf(reader, look);
    const busyMs = reader.limits === null ? START_MS : look.state === "R" ? BUSY_MS : 0;
    const most = busyMs === 0 || isStopped(look) ? blame.patienceMs : busyMs;
    if (stillMs >= most) return this.#events.lost(reader, blame, stillMs);
    if (look.state !== "R" && stillMs >= most / 3) this.#events.suspicious();
    this.#again(most - stillMs);
  }

  /** Anything through the pipe, another word, or processor time. */
  #hasMoved(): boolean {
    const { received, pid } = this.#reader;
    const arrived = received !== this.#received;
    this.#received = received;
    const before = this.#last;
    this.#last = pid === undefined ? null : lookAtReader(pid);
    if (arrived || before === null || this.#last === null) return true;
    return before.word !== this.#last.word || before.cpu !== this.#last.cpu;
  }
}
