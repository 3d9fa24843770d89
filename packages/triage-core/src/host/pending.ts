import type { DirEntry, ReadPart, Result, SkipReason } from "../contract/host-reader.ts";
import { type Ask, OPERATIONS, type Turn } from "../reader/ask.ts";
import type { AskScope } from "./ask-scope.ts";

/** One ask on its way. */
export class Pending {
  readonly ask: Ask;
  readonly scope: AskScope;
  /** Most bytes that the answer can hold, or that must be read for it. */
  readonly cost: number;
  /** Parts known to block, one bit each. */
  untouched = 0;
  /** What traps may cost is used up: only what cannot be one is read. */
  spared = false;
  /** When it is read, and whose turn that is then. */
  turn: Turn = 0;
  owner = 0;
  /** Readers that ended while it was out. */
  deaths = 0;
  settled = false;
  /** What came of a listing so far. */
  entries: DirEntry[] = [];
  readonly #settle: (result: Result<unknown>) => void;

  constructor(ask: Ask, scope: AskScope, settle: (result: Result<unknown>) => void) {
    this.ask = ask;
    this.scope = scope;
    this.cost = costOf(ask);
    this.#settle = settle;
    scope.open.add(this);
  }

  settle(result: Result<unknown>): void {
    if (this.settled) return;
    this.settled = true;
    this.scope.open.delete(this);
    this.#settle(result);
  }

  fail(errno: string, why?: SkipReason): void {
    const error = { op: OPERATIONS[this.ask.kind], path: this.ask.path, errno };
    this.settle({ ok: false, error: why === undefined ? error : { ...error, why } });
  }
}

/** Roughly what an entry or a link takes on the wire. */
const ENTRY_BYTES = 128;
const SMALL_BYTES = 512;

function costOf(ask: Ask): number {
  if (ask.kind === "set") return ask.parts.reduce((sum, part) => sum + costOfPart(part), 2 * SMALL_BYTES);
  if (ask.kind === "file") return ask.maxBytes + ask.tailBytes;
  if (ask.kind === "look") return ask.names.length * ENTRY_BYTES;
  return ask.kind === "list" ? Math.min(ask.maxEntries, 1000) * ENTRY_BYTES : SMALL_BYTES;
}

function costOfPart(part: ReadPart): number {
  if ("file" in part) return part.maxBytes;
  if ("hash" in part) return part.maxBytes; // nothing that could go to another reader should wait behind it
  return "links" in part ? Math.min(part.maxEntries, 1000) * ENTRY_BYTES : SMALL_BYTES;
}
