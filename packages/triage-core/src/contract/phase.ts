import type { z } from "zod";
import type { TriageError } from "../schema/error.ts";
import type { Fact } from "../schema/fact.ts";
import type { Truncation } from "../schema/truncation.ts";
import type { CapSpecs, Caps } from "./caps.ts";
import type { Clock } from "./clock.ts";
import type { HostFacts } from "./host-facts.ts";
import type { HostReader } from "./host-reader.ts";
import type { Tables } from "./tables.ts";

/**
 * One question about a host, answered as a stream of events.
 *
 * A phase knows neither the time budget nor the output form nor the other phases. `run` never throws: what goes wrong
 * is an `error` event; when `ctx.signal` fires, asks answer `SKIPPED`, the loop runs out and the phase yields what it holds.
 */
export interface Phase<Item = unknown, C extends Caps = Caps, P = unknown> {
  readonly contract: 1;
  /** Kebab-case; the package name without its scope. */
  readonly name: string;
  /** Semver of the package. */
  readonly version: string;
  /** Moves only when a reader of the old shape would be misled. */
  readonly schemaVersion: number;
  /** One sentence for `livetriage phases`. */
  readonly doc: string;
  /** The item's name in the schema: `ProcessNode`. */
  readonly itemName: string;
  readonly item: z.ZodType<Item>;
  readonly params: z.ZodType<P>;
  readonly caps: CapSpecs<C>;
  /**
   * Every source that it may touch, the main one first, in proc(5) or glob notation; held by the contract test. Phases
   * whose main source lies in /proc or /sys run one after another, beside the others.
   */
  readonly reads: readonly string[];
  /** It asks for the table of descriptors, whatever its params: a phase before it that visits all processes reads them. */
  readonly wantsFds?: boolean;
  run(ctx: PhaseContext<C, P>): AsyncIterable<PhaseEvent<Item>>;
}

export type PhaseEvent<Item = unknown> =
  | { readonly kind: "item"; readonly item: Item }
  /** Items that are there at the same time: as good as an event for each, and cheaper where they are thousands. */
  | { readonly kind: "items"; readonly items: readonly Item[] }
  | { readonly kind: "fact"; readonly fact: Fact }
  | { readonly kind: "error"; readonly error: TriageError }
  | { readonly kind: "truncation"; readonly truncation: Truncation };

/** All that a phase may use. */
export interface PhaseContext<C extends Caps = Caps, P = unknown> {
  readonly host: HostReader;
  readonly tables: Tables;
  readonly facts: HostFacts;
  readonly clock: Clock;
  readonly caps: C;
  readonly params: P;
  readonly signal: AbortSignal;
}

/** A phase of any item, caps and params: what a registry holds. */
// oxlint-disable-next-line typescript/no-explicit-any -- the variance of run() makes `unknown` unusable in a list of phases
export type AnyPhase = Phase<any, any, any>;

/** The phases of one program, in the order of the document. */
export type Registry = readonly AnyPhase[];

/** Give a phase its types by inference: `export const procTree = definePhase({ contract: 1, … })`. */
export function definePhase<Item, C extends Caps, P>(phase: Phase<Item, C, P>): Phase<Item, C, P> {
  return phase;
}
