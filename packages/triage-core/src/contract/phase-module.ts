import { z } from "zod";
import { toJsonSchema } from "../schema/json-schema.ts";
import { checkDeclaration } from "./check-declaration.ts";
import type { AnyPhase, Registry } from "./phase.ts";

/** The phase of a module that somebody else wrote, or one sentence that says why it is refused. */
export type FoundPhase =
  | { readonly ok: true; readonly phase: AnyPhase }
  | { readonly ok: false; readonly problem: string };

const refused = (problem: string): FoundPhase => ({ ok: false, problem });

const isSchema = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "_zod" in value && "safeParse" in value;

/** The parts of a phase by their types alone: what `checkDeclaration` may rely on. */
const shape = z.object({
  name: z.string(),
  version: z.string(),
  schemaVersion: z.number(),
  doc: z.string(),
  itemName: z.string(),
  item: z.custom(isSchema, "is no zod schema"),
  params: z.custom(isSchema, "is no zod schema"),
  caps: z.record(z.string(), z.object({ default: z.int(), unit: z.string(), doc: z.string() })),
  reads: z.array(z.string()),
  wantsFds: z.boolean().optional(),
  run: z.custom((value) => typeof value === "function", "is no function"),
});

/**
 * The one phase among what a module exports. It is held to what it declares, by the same rules as the contract test;
 * that it also behaves so is for its own tests to show.
 */
export function phaseOf(exported: unknown, registry: Registry): FoundPhase {
  const phases = Object.values(Object(exported) as object).filter((value) => Object(value).contract !== undefined);
  const [phase] = new Set(phases);
  if (new Set(phases).size !== 1) return refused(`exports ${phases.length === 0 ? "no" : "more than one"} phase`);
  const { contract } = phase as AnyPhase;
  if (contract !== 1) return refused(`is written for contract ${String(contract)}, this program knows contract 1`);
  const parsed = shape.safeParse(phase);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(`does not keep the contract: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  return held(phase as AnyPhase, registry);
}

function held(phase: AnyPhase, registry: Registry): FoundPhase {
  const [fault] = faultsOf(phase);
  if (fault !== undefined) return refused(`does not keep the contract: ${fault}`);
  if (registry.some(({ name }) => name === phase.name))
    return refused(`brings a phase ${phase.name}, which is there already`);
  return { ok: true, phase };
}

function faultsOf(phase: AnyPhase): string[] {
  try {
    toJsonSchema(phase.item, phase.itemName);
    return checkDeclaration(phase, undefined);
  } catch (error) {
    return [`no JSON Schema can say what it yields (${error instanceof Error ? error.message : String(error)})`];
  }
}
