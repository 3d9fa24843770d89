import type { Caps } from "../contract/caps.ts";
import type { Phase, PhaseContext, PhaseEvent } from "../contract/phase.ts";
import type { TriageError } from "../schema/error.ts";
import type { Fact } from "../schema/fact.ts";
import type { Truncation } from "../schema/truncation.ts";

export type SingleEvent<Item = unknown> = Exclude<PhaseEvent<Item>, { kind: "items" }>;

/** All events of one run, in order and by kind. */
export interface Collected<Item> {
  readonly events: readonly SingleEvent<Item>[];
  readonly items: readonly Item[];
  readonly facts: readonly Fact[];
  readonly errors: readonly TriageError[];
  readonly truncations: readonly Truncation[];
}

/** Run a phase to its end. Items that came together count as an event each. */
export async function collectEvents<Item, C extends Caps, P>(
  phase: Phase<Item, C, P>,
  context: PhaseContext<C, P>,
): Promise<Collected<Item>> {
  const events: SingleEvent<Item>[] = [];
  for await (const event of phase.run(context)) {
    if (event.kind !== "items") events.push(event);
    else for (const item of event.items) events.push({ kind: "item", item });
  }
  return {
    events,
    items: events.flatMap((event) => (event.kind === "item" ? [event.item] : [])),
    facts: events.flatMap((event) => (event.kind === "fact" ? [event.fact] : [])),
    errors: events.flatMap((event) => (event.kind === "error" ? [event.error] : [])),
    truncations: events.flatMap((event) => (event.kind === "truncation" ? [event.truncation] : [])),
  };
}
