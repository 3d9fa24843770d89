import type { Caps } from "../contract/caps.ts";
import type { HostFacts } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";
import type { Phase, PhaseContext } from "../contract/phase.ts";
import { memHost } from "../host/mem/mem-host.ts";
import { hostWithSignal } from "../run/host-with-signal.ts";
import { createTables } from "../tables/tables.ts";
import { testClock } from "./test-clock.ts";
import { testFacts } from "./test-facts.ts";

export interface TestContextOptions<C extends Caps> {
  readonly host?: HostReader;
  readonly facts?: Partial<HostFacts>;
  /** Caps that differ from the phase's defaults. */
  readonly caps?: Partial<C>;
  /** Params as they come from a command line; the phase's schema fills in the rest. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** The context of one run in a test; what is not given is the default, and an empty host. */
export function testContext<Item, C extends Caps, P>(
  phase: Phase<Item, C, P>,
  options: TestContextOptions<C> = {},
): PhaseContext<C, P> {
  const signal = options.signal ?? new AbortController().signal;
  const host = hostWithSignal(options.host ?? memHost({}), signal);
  const defaults = Object.entries(phase.caps).map(([name, spec]) => [name, (spec as { default: number }).default]);
  return {
    host,
    tables: createTables(host),
    facts: testFacts(options.facts),
    clock: testClock(),
    caps: { ...(Object.fromEntries(defaults) as C), ...options.caps },
    params: phase.params.parse(options.params ?? {}),
    signal,
  };
}
