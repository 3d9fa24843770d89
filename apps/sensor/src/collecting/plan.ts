import type { Collect } from "@livetriage/proto-types";
import { type Plan, planCollection, type Registry } from "@livetriage/triage-core";
import { z } from "zod";

type Caps = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a command asks for, within the caps that the host sets: a command may lower a cap, never raise it. */
export function planCommand(registry: Registry, collect: Collect | undefined, hostCaps: Caps): Plan {
  const phases = collect?.phases ?? [];
  const chosen = phases.length === 0 ? {} : { phases };
  const host = planCollection(registry, { ...chosen, caps: hostCaps });
  if (!host.ok) return host;
  const caps: Record<string, Record<string, number>> = Object.fromEntries(
    Object.entries(hostCaps).map(([phase, own]) => [phase, { ...own }]),
  );
  for (const { phase, cap, value } of collect?.caps ?? []) {
    const limit = host.phases.find((planned) => planned.phase.name === phase)?.caps[cap];
    (caps[phase] ??= {})[cap] = Math.min(Number(value), limit ?? Number.MAX_SAFE_INTEGER);
  }
  const params: Record<string, Record<string, unknown>> = {};
  for (const { phase, name, values } of collect?.params ?? []) {
    (params[phase] ??= {})[name] = toParam(registry, phase, name, values);
  }
  return planCollection(registry, { ...chosen, caps, params });
}

/** A value as the phase's schema wants it; what it does not know is refused by the plan. */
function toParam(registry: Registry, phase: string, name: string, values: readonly string[]): unknown {
  const schema = registry.find((known) => known.name === phase)?.params;
  if (schema === undefined) return values;
  const { properties = {} } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { type } = (properties[name] ?? {}) as { readonly type?: string };
  if (type === "array") return values;
  return type === "boolean" ? values[0] !== "false" : values.join(",");
}
