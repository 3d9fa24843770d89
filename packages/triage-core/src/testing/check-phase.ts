import { isDeepStrictEqual } from "node:util";
import { checkDeclaration, type PhaseManifest } from "../contract/check-declaration.ts";
import type { HostFacts } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";
import type { AnyPhase } from "../contract/phase.ts";
import { checkEvents } from "./check-events.ts";
import { type Collected, collectEvents } from "./collect-events.ts";
import { pathMatcher, type Watcher, watchHost } from "./read-patterns.ts";
import { type TestContextOptions, testContext } from "./test-context.ts";
import { testFacts } from "./test-facts.ts";

/** One host to try a phase on. The host is made anew for each run. */
export interface PhaseCase {
  readonly name: string;
  readonly host: () => HostReader;
  readonly facts?: Partial<HostFacts>;
  readonly params?: Readonly<Record<string, unknown>>;
}

const PATIENCE_MS = 10_000;

/**
 * The contract test: every way in which a phase breaks its contract, as sentences; none when it keeps it.
 *
 * Declared facts, strict items, JSON round-trip, reads within `reads`, the same twice, an end after an abort that says
 * what is missing, and every cap reported when lowered to 1. The cases together must reach every cap.
 */
export async function checkPhase(
  phase: AnyPhase,
  cases: readonly PhaseCase[],
  manifest?: PhaseManifest,
): Promise<string[]> {
  const violations = checkDeclaration(phase, manifest);
  const capsReported = new Set<string>();
  for (const one of cases) {
    const run = (options: RunOptions = {}) => runCase(phase, one, options);
    const faults = await checkCase(phase, one, run).catch((error: unknown) => [`threw: ${String(error)}`]);
    const capFaults = await checkCaps(phase, run, capsReported).catch((error: unknown) => [`threw: ${String(error)}`]);
    violations.push(...[...faults, ...capFaults].map((fault) => `${one.name}: ${fault}`));
  }
  const silent = Object.keys(phase.caps).filter((cap) => !capsReported.has(cap));
  return [...violations, ...silent.map((cap) => `no case reports the cap ${cap} when it is 1`)];
}

type RunOptions = Pick<TestContextOptions<never>, "signal"> & {
  readonly caps?: Readonly<Record<string, number>>;
  readonly watcher?: Watcher;
};
type Run = (options?: RunOptions) => Promise<Collected<unknown>>;

async function checkCase(phase: AnyPhase, one: PhaseCase, run: Run): Promise<string[]> {
  const homes = testFacts(one.facts).accounts.map(({ home }) => home);
  const isDeclared = pathMatcher(phase.reads, homes);
  const paths: string[] = [];
  const links: { readonly link: string; readonly target: string }[] = [];
  const watcher: Watcher = {
    onPath: (path) => paths.push(path),
    onLink: (link, target) => links.push({ link, target }, { link, target: target.replace(/ \(deleted\)$/, "") }),
  };
  const first = await run({ watcher });
  const told = Map.groupBy(links, ({ target }) => target);
  const strange = [...new Set(paths)].filter(
    (path) =>
      !isDeclared(
        path,
        told.get(path)?.map(({ link }) => link),
      ),
  );
  const again = await run();
  return [
    ...checkEvents(first.events, phase.item),
    ...strange.map((path) => `reads ${path}, which its reads do not name`),
    ...(isDeepStrictEqual(again.events, first.events) ? [] : ["the same host gives other events the second time"]),
    ...(await checkAbort(phase, run, 0)),
    ...(await checkAbort(phase, run, Math.floor(paths.length / 2))),
  ];
}

/** Abort after so many paths: the run must end, with sound events, and own up when an ask was refused. */
async function checkAbort(phase: AnyPhase, run: Run, after: number): Promise<string[]> {
  const controller = new AbortController();
  let asked = 0;
  const watcher: Watcher = {
    onPath() {
      if (asked++ >= after) controller.abort("cancelled");
    },
  };
  const when = `aborted after ${after} asks`;
  const ended = await within(PATIENCE_MS, run({ signal: controller.signal, watcher }));
  if (ended === null) return [`${when}: does not end`];
  const ownsUp = ended.errors.some(
    ({ kind }) => kind === "cancelled" || kind === "deadline_exceeded" || kind === "skipped",
  );
  return [
    ...checkEvents(ended.events, phase.item).map((fault) => `${when}: ${fault}`),
    ...(controller.signal.aborted && !ownsUp ? [`${when}: no error says that something is missing`] : []),
  ];
}

async function checkCaps(phase: AnyPhase, run: Run, reported: Set<string>): Promise<string[]> {
  const whole = await run();
  const faults: string[] = [];
  for (const cap of Object.keys(phase.caps)) {
    const cut = await run({ caps: { [cap]: 1 } });
    const isReported = cut.truncations.some((truncation) => truncation.cap === cap && truncation.limit === 1);
    if (isReported) reported.add(cap);
    const lost = whole.items.length - cut.items.length;
    if (lost > 0 && !isReported) faults.push(`cap ${cap} of 1 drops ${lost} items without a truncation`);
    faults.push(...checkEvents(cut.events, phase.item).map((fault) => `cap ${cap} of 1: ${fault}`));
    if (cap === "bytes" && cut.items.length > 0) faults.push("bytes of 1 still gives items");
  }
  return faults;
}

function runCase(phase: AnyPhase, one: PhaseCase, { watcher, ...rest }: RunOptions): Promise<Collected<unknown>> {
  const host = watcher === undefined ? one.host() : watchHost(one.host(), watcher);
  const { facts, params } = one;
  return collectEvents(
    phase,
    testContext(phase, { host, ...(facts && { facts }), ...(params && { params }), ...rest }),
  );
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
