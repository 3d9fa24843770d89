import type { AnyPhase } from "@livetriage/triage-core";
import { z } from "zod";

/** A field of an item that holds an instant: `["target", "mtime"]`. */
export type TimeField = readonly string[];

interface Node {
  readonly time?: boolean;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly anyOf?: readonly Node[];
}

/** The fields that a phase marks with `.meta({ time: true })`, those of nested objects included. */
export function timeFields(phase: AnyPhase): TimeField[] {
  return walk(z.toJSONSchema(phase.item, { io: "input", unrepresentable: "any" }) as Node, []);
}

function walk({ time, properties = {}, anyOf = [] }: Node, path: TimeField): TimeField[] {
  if (time === true) return [path];
  const below = Object.entries(properties).flatMap(([name, node]) => walk(node, [...path, name]));
  return [...below, ...anyOf.flatMap((node) => walk(node, path))];
}
