import type { Caps } from "../contract/caps.ts";

/** A quarter of every cap: what is collected where there is little memory or few descriptors for us. */
export function quarterCaps(caps: Caps): Caps {
  return Object.fromEntries(Object.entries(caps).map(([name, value]) => [name, Math.ceil(value / 4)])) as Caps;
}
