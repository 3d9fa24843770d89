import type { Process } from "./process.ts";
import type { SignalRule } from "./signals/rule.ts";
import { CONTEXT_RULES } from "./signals/rules-context.ts";
import { SIGNAL_RULES } from "./signals/rules-signal.ts";

export type { SignalRule } from "./signals/rule.ts";

/** All facts that proc-tree tells of a process, in the order of the README. */
export const SIGNALS: readonly SignalRule[] = [...SIGNAL_RULES, ...CONTEXT_RULES];

const RULES = { signal: SIGNAL_RULES, context: CONTEXT_RULES };
/** All that can hold of a process of which no other step has told anything, as of nearly every one. */
const RULES_OF_ITSELF = {
  signal: SIGNAL_RULES.filter(({ holds }) => holds !== undefined),
  context: CONTEXT_RULES.filter(({ holds }) => holds !== undefined),
};

/** Ids of the facts of one kind that hold. */
export function factsOf(process: Process, kind: SignalRule["kind"]): string[] {
  const rules = (process.told.size > 0 ? RULES : RULES_OF_ITSELF)[kind];
  return rules.filter(({ id, holds }) => holds?.(process) ?? process.told.has(id)).map(({ id }) => id);
}
