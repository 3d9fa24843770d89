import { readSync } from "node:fs";
import { answerSet } from "./answer-set.ts";
import { answerSingle } from "./answer-single.ts";
import type { NumberedOrder, Order, SetsOrder } from "./ask.ts";
import { COUNTERS } from "./counters.ts";
import { FrameSplitter } from "./frames.ts";
import { HeldTree } from "./held-tree.ts";
import { readLimits, writeLimits } from "./limits.ts";
import { ANSWER, Output } from "./output.ts";
import { prepareParts } from "./prepared-part.ts";
import { processOfRoot } from "./process-root.ts";
import { decodeOrder } from "./protocol-order.ts";
import { Register } from "./register.ts";
import { Resolver } from "./resolver.ts";
import { seal } from "./seal.ts";
import { ReaderState } from "./state.ts";

const STDIN = 0;
const INPUT_BYTES = 64 * 1024;

/** Directories held at most, and descriptors that Node needs for itself. */
const MOST_HELD = 64;
const OWN_FILES = 24;

/** Exit code for orders that cannot be understood (EX_PROTOCOL). */
const BAD_ORDER = 76;

/**
 * The reader program: gives up every right but reading, then answers orders from stdin on stdout, strictly in order,
 * until stdin ends. Never returns.
 */
export function runReader(): never {
  seal();
  Error.stackTraceLimit = 0;
  const out = new Output();
  const register = new Register();
  register.idle();
  const limits = readLimits();
  out.begin(ANSWER.hello, 0);
  writeLimits(out, limits);
  out.end();
  const input = new FrameSplitter();
  let state: ReaderState | null = null;
  for (;;) {
    out.flush();
    const chunk = Buffer.allocUnsafe(INPUT_BYTES);
    const bytes = readSync(STDIN, chunk, 0, INPUT_BYTES, null);
    if (bytes === 0) process.exit(0);
    try {
      for (const frame of input.push(chunk.subarray(0, bytes))) {
        const numbered = decodeOrder(frame);
        if (state !== null) obey(state, numbered);
        else state = start(out, register, numbered.order, limits.files);
      }
    } catch {
      process.exit(BAD_ORDER);
    }
    register.idle();
    if (state !== null) writeCounters(state);
  }
}

/** The first order must be the settings; the rest needs the state that they make. */
function start(out: Output, register: Register, order: Order, files: number): ReaderState {
  if (order.kind !== "settings") throw new RangeError("orders before settings");
  const mostHeld = Math.min(MOST_HELD, (files - OWN_FILES) >> 1);
  const process = processOfRoot(order.root);
  const tree = new HeldTree(order.enter, mostHeld, (mount) => register.enter(mount.id), process);
  const resolver = process === null ? new Resolver(tree, order.root, order.live) : new Resolver(tree, "/", order.live);
  return new ReaderState(out, register, resolver, Math.max(1, mostHeld >> 1));
}

function obey(state: ReaderState, { seq, order }: NumberedOrder): void {
  if (order.kind === "strike-mount") state.resolver.tree.policy.strike(order.mount);
  else if (order.kind === "defer-owner") state.deferred.add(order.uid);
  else if (order.kind === "single") answerSingle(state, seq, order.ask);
  else if (order.kind === "sets") obeySets(state, seq, order);
}

function obeySets(state: ReaderState, seq: number, { parts, members }: SetsOrder): void {
  const prepared = prepareParts(parts);
  state.resolver.tree.refresh();
  members.forEach((member, i) => answerSet(state, seq + i, prepared, member));
}

function writeCounters({ out, counters }: ReaderState): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  counters.cpu_ms = (userCPUTime + systemCPUTime) / 1000;
  counters.peak_rss_bytes = maxRSS * 1024;
  out.begin(ANSWER.counters, 0);
  for (const name of COUNTERS) out.f64(counters[name]);
  out.end();
}
