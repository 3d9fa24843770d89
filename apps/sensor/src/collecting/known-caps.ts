import type { Registry } from "@livetriage/triage-core";

type Caps = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** The caps that the phases of this version have, and the names of those that only another version knows. */
export function knownCaps(
  registry: Registry,
  caps: Caps,
): { readonly caps: Caps; readonly unknown: readonly string[] } {
  const known: Record<string, Record<string, number>> = {};
  const unknown: string[] = [];
  for (const [name, own] of Object.entries(caps)) {
    const phase = registry.find((one) => one.name === name);
    if (phase === undefined) {
      unknown.push(name);
      continue;
    }
    const isKnown = ([cap]: readonly [string, number]) => Object.hasOwn(phase.caps, cap);
    known[name] = Object.fromEntries(Object.entries(own).filter(isKnown));
    unknown.push(...Object.keys(own).flatMap((cap) => (isKnown([cap, 0]) ? [] : [`${name}.${cap}`])));
  }
  return { caps: known, unknown };
}
