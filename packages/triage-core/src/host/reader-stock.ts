import type { ChildProcess } from "node:child_process";
import type { Order } from "../reader/ask.ts";
import type { Counters } from "../reader/counters.ts";
import type { LiveHostStats } from "./live-host.ts";
import { type ReaderCommand, startReader } from "./reader-command.ts";
import { type ReaderEvents, ReaderProcess } from "./reader-process.ts";

/** Readers in D state that are left behind before no more are started. */
const MOST_LEFT_BEHIND = 8;

/** Starts readers, keeps a warm one in reserve, and tells each what all must know. */
export class ReaderStock {
  readonly #command: ReaderCommand;
  readonly #events: ReaderEvents;
  readonly #orders: Order[];
  readonly #started: ReaderProcess[] = [];
  #spare: ReaderProcess | null = null;
  #early: ChildProcess | undefined;

  /** `early`: a reader that was started from this command beforehand, the first to be taken. */
  constructor(command: ReaderCommand, early: ChildProcess | undefined, settings: Order, events: ReaderEvents) {
    this.#command = command;
    this.#early = early;
    this.#orders = [settings];
    this.#events = events;
  }

  /** So many killed readers are still there that reading must end. */
  get isExhausted(): boolean {
    return this.#started.filter(({ isLeftBehind }) => isLeftBehind).length > MOST_LEFT_BEHIND;
  }

  /** The spare where there is one, else a new reader. */
  take(): ReaderProcess {
    const reader = this.#spare ?? this.#start();
    this.#spare = null;
    return reader;
  }

  /** A reader is likely to be needed soon. */
  prepare(): void {
    this.#spare ??= this.#start();
  }

  /** What every reader must know, those at work, the spare, and all that will be started. */
  orderAll(order: Order, atWork: readonly ReaderProcess[]): void {
    this.#orders.push(order);
    for (const reader of atWork) reader.order(order);
    this.#spare?.order(order);
  }

  /** The spare ended by itself. */
  forget(reader: ReaderProcess): void {
    if (reader === this.#spare) this.#spare = null;
  }

  close(): void {
    this.#spare?.abandon();
    this.#spare = null;
  }

  figures(): Omit<LiveHostStats, "asks" | "readers_abandoned" | "small_host"> {
    const sum = (name: keyof Counters): number =>
      this.#started.reduce((total, { counters }) => total + counters[name], 0);
    return {
      bytes_read: sum("bytes_read"),
      files_opened: sum("files_opened"),
      atime_touched: sum("atime_touched"),
      directories_listed: sum("directories_listed"),
      cpu_ms: sum("cpu_ms"),
      peak_rss_bytes: sum("peak_rss_bytes"),
      readers_started: this.#started.length,
      reader_pids: this.#started.flatMap(({ pid }) => (pid === undefined ? [] : [pid])),
    };
  }

  #start(): ReaderProcess {
    const reader = new ReaderProcess(this.#early ?? startReader(this.#command), this.#orders, this.#events);
    this.#early = undefined;
    this.#started.push(reader);
    return reader;
  }
}
