import type { Caps } from "../contract/caps.ts";
import type { AnyPhase, Registry } from "../contract/phase.ts";
import { MAX_PACKAGE_BYTES } from "../schema/envelope.ts";
import { HEAD_BYTES, TAIL_BYTES } from "./bound-envelope.ts";
import { type Lane, laneOf } from "./lane.ts";

/** What a caller asks for, phase by phase. Values come as a command line gives them. */
export interface PlanRequest {
  /** Names of the phases to run; all when absent. */
  readonly phases?: readonly string[];
  /** Caps to change, by phase and cap. */
  readonly caps?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Params to set, by phase and name. */
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PlannedPhase {
  readonly phase: AnyPhase;
  readonly lane: Lane;
  readonly caps: Caps;
  readonly params: unknown;
}

/** A plan, or one sentence that says what the caller got wrong. */
export type Plan = { readonly ok: true; readonly phases: readonly PlannedPhase[] } | Refusal;

interface Refusal {
  readonly ok: false;
  readonly problem: string;
  /** The param that was refused, for a caller that knows it by another name, and why. */
  readonly param?: { readonly phase: string; readonly name: string; readonly why: string };
}

/** Check a request against the phases that there are. */
export function planCollection(registry: Registry, request: PlanRequest): Plan {
  const names = registry.map((phase) => phase.name);
  const asked = [...(request.phases ?? []), ...Object.keys(request.caps ?? {}), ...Object.keys(request.params ?? {})];
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) return { ok: false, problem: `unknown phase ${unknown}: there are ${names.join(", ")}` };
  const chosen = registry.filter((phase) => request.phases?.includes(phase.name) ?? true);
  const scale = byteScale(chosen);
  const phases: PlannedPhase[] = [];
  for (const phase of chosen) {
    const caps = resolveCaps(phase, request.caps?.[phase.name] ?? {}, scale);
    if (typeof caps === "string") return { ok: false, problem: caps };
    const params = phase.params.safeParse(request.params?.[phase.name] ?? {});
    if (!params.success) return paramRefusal(phase, params.error.issues[0]);
    phases.push({ phase, lane: laneOf(phase), caps, params: params.data });
  }
  return { ok: true, phases };
}

/** Below 1 when the shares of all phases together would pass what a package may hold. */
function byteScale(phases: Registry): number {
  const wanted = phases.reduce((sum, phase) => sum + (phase.caps["bytes"]?.default ?? 0), 0);
  const room = MAX_PACKAGE_BYTES - HEAD_BYTES - TAIL_BYTES * phases.length;
  return Math.min(1, room / wanted);
}

function resolveCaps(phase: AnyPhase, changes: Readonly<Record<string, number>>, scale: number): Caps | string {
  const known = Object.keys(phase.caps);
  const caps = Object.fromEntries(
    Object.entries(phase.caps).map(([name, spec]) => [name, (spec as { default: number }).default]),
  );
  caps["bytes"] = Math.floor((caps["bytes"] as number) * scale);
  for (const [name, value] of Object.entries(changes)) {
    if (!known.includes(name)) return `unknown cap ${phase.name}.${name}: there are ${known.join(", ")}`;
    if (!Number.isSafeInteger(value) || value < 1) return `cap ${phase.name}.${name} must be a whole number from 1`;
    caps[name] = value;
  }
  return caps as Caps;
}

function paramRefusal(phase: AnyPhase, issue: { path: PropertyKey[]; message: string } | undefined): Refusal {
  const name = String(issue?.path[0] ?? "params");
  const why = issue?.message ?? "not valid";
  return { ok: false, problem: `${phase.name}.${name}: ${why}`, param: { phase: phase.name, name, why } };
}
