import type { AnyPhase, Registry } from "@livetriage/triage-core";
import { z } from "zod";

/** A field that a phase wants shown, by `.meta({ column, label })` of its item. */
export interface ItemColumn {
  readonly field: string;
  readonly label: string;
}

interface Property {
  readonly column?: number;
  readonly label?: string;
}

/** The columns of a phase's items in their order; none for a phase that this program does not know. */
export function columnsOf(registry: Registry, name: string): ItemColumn[] {
  const phase = registry.find((known) => known.name === name);
  return phase === undefined ? [] : declaredColumns(phase);
}

function declaredColumns(phase: AnyPhase): ItemColumn[] {
  const schema = z.toJSONSchema(phase.item, { io: "input", unrepresentable: "any" });
  return Object.entries((schema.properties ?? {}) as Record<string, Property>)
    .filter(([, property]) => property.column !== undefined)
    .toSorted(([, a], [, b]) => (a.column as number) - (b.column as number))
    .map(([field, { label }]) => ({ field, label: (label ?? field).toLowerCase() }));
}
