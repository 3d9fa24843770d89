import type { Process } from "./process.ts";
import type { SignalRule } from "./signals/rule.ts";
import { CONTEXT_RULES } from "./signals/rules-context.ts";
import { SIGNAL_RULES } from "./signals/rules-signal.ts";

export type { SignalRule } from "./signals/rule.ts";

/** All facts that proc-tree tells of a process, in the order of the README. */
export const SIGNALS: readonly SignalRule[] = [...SIGNAL_RULES, ...CONTEXT_RULES];

/** Ids of the facts of one kind that hold. */
export function factsOf(process: Process, kind: SignalRule["kind"]): string[] {
  const rules = kind === "signal" ? SIGNAL_RULES : CONTEXT_RULES;
  const ids: string[] = [];
  for (const { id, holds } of rules) if (holds?.(process) ?? process.told.has(id)) ids.push(id);
  return ids;
}
