import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { decodeManifest, type PackageHead, TargetState, unsealSegments } from "@livetriage/proto-types";
import { fakeCollectingSide } from "./fake-collecting-side.ts";
import { type Fault, type FaultProxy, faultProxy } from "./fault-proxy.ts";
import type { RealFleet } from "./real-fleet.ts";
import { type Seeded, seeded } from "./seeded.ts";
import { type TestSensor, testSensor } from "./test-sensor.ts";

const KINDS: readonly [Fault["kind"], ...Fault["kind"][]] = ["reset", "truncate", "drop", "flip", "delay"];
const MOST_FAULTS = 4;
const MOST_PLAIN = 700_000;

/** A Collector that is not put off by a loaded machine; what was lost on the way the sensors' pings find out. */
export const PATIENT = { acceptPerSecond: 100_000, pingEveryMs: 10_000, pingTimeoutMs: 10_000, helloMs: 10_000 };

/** A sensor behind a proxy of its own. */
interface Lane {
  readonly sensor: TestSensor;
  readonly proxy: FaultProxy;
  /** Gives what the next attempts are to deliver. */
  readonly plan: (plainOf: PlainOf) => void;
  readonly operator: RealFleet["operator"];
  readonly close: () => Promise<void>;
}

/** What an attempt delivers. */
type PlainOf = (attempt: number) => Buffer;

/** What one command came to, by the model: nothing when all is as it must be. */
export type Violation = string;

/**
 * Runs seeded histories of faults: one command each, to a sensor whose connections break in every way, `lanes` at a
 * time. In the end every command must be done, with one package, byte for byte that of its attempt.
 */
export async function runHistories(fleet: RealFleet, seeds: readonly number[], lanes: number): Promise<Violation[]> {
  const waiting = [...seeds];
  const violations: Violation[] = [];
  const join = await fleet.joinFile(lanes);
  const opened: Lane[] = [];
  for (let i = 0; i < lanes; i++) {
    opened.push({ ...(await openLane(fleet, join, i)), operator: fleet.anotherOperator() });
  }
  const work = opened.map(async (lane) => {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const problem = await runHistory(fleet, lane, seeded(seed)).catch((error: unknown) => String(error));
      if (problem !== null) violations.push(`seed ${seed}: ${problem}`);
    }
    await lane.close();
  });
  await Promise.all(work);
  return violations;
}

async function openLane(fleet: RealFleet, joinFile: string, number: number): Promise<Omit<Lane, "operator">> {
  const home = join(fleet.dir, `sensor-${number}`);
  mkdirSync(home);
  const sensor = await testSensor(home, joinFile);
  const proxy = await faultProxy(fleet.collector.port);
  let planned: PlainOf = () => Buffer.alloc(0);
  const closeSide = await fakeCollectingSide(sensor.socket, ({ attempt }) => planned(attempt));
  return {
    sensor,
    proxy,
    plan(plainOf) {
      planned = plainOf;
    },
    close: () => Promise.all([proxy.close(), closeSide()]).then(() => undefined),
  };
}

/** Each attempt has bytes of its own, which nothing compresses. */
function plainFrom(seed: number): PlainOf {
  return (attempt) => {
    const numbers = seeded(seed + attempt);
    return numbers.bytes(1 + numbers.upTo(numbers.upTo(3) === 0 ? MOST_PLAIN : 5000));
  };
}

async function runHistory(
  fleet: RealFleet,
  { sensor, proxy, plan, operator }: Lane,
  numbers: Seeded,
): Promise<string | null> {
  const faults = Array.from({ length: numbers.upTo(MOST_FAULTS) }, (): Fault => {
    const range = numbers.pick([3000, 20_000, MOST_PLAIN]);
    return { kind: numbers.pick(KINDS), afterBytes: numbers.upTo(range), ms: numbers.upTo(50) };
  });
  proxy.plan(faults);
  const plainOf = plainFrom(numbers.upTo(2 ** 31));
  plan(plainOf);
  const ends = new AbortController();
  const { commandId } = await fleet.submit(sensor.sensorId, operator);
  const running = sensor.run(() => proxy.port, ends.signal);
  try {
    const state = await endOf(operator, commandId);
    return state === TargetState.DONE
      ? await compare({ operator, identity: fleet.identity }, commandId, sensor.sensorId, plainOf)
      : `ended ${TargetState[state]}`;
  } finally {
    ends.abort();
    await running;
  }
}

async function endOf(operator: Lane["operator"], commandId: Uint8Array): Promise<TargetState> {
  let last = TargetState.UNSPECIFIED;
  const signal = AbortSignal.timeout(300_000);
  for await (const { state } of operator.watchRun({ commandId }, { signal })) last = state;
  return last;
}

async function compare(
  fleet: Pick<RealFleet, "operator" | "identity">,
  commandId: Uint8Array,
  sensorId: string,
  plainOf: PlainOf,
): Promise<string | null> {
  const parts: Uint8Array[] = [];
  const heads: PackageHead[] = [];
  for await (const { part } of fleet.operator.fetchPackage({ commandId, sensorId, offset: 0n })) {
    if (part.case === "head") heads.push(part.value);
    else if (part.case === "sealed") parts.push(part.value);
  }
  const manifest = decodeManifest(heads[0]?.manifest?.payload ?? new Uint8Array());
  if (!manifest.ok) return `no manifest: ${manifest.problem}`;
  const plain: Uint8Array[] = [];
  for await (const bytes of unsealSegments(parts, [fleet.identity], { plainBytes: MOST_PLAIN + 1 })) plain.push(bytes);
  return Buffer.concat(plain).equals(plainOf(manifest.value.attempt))
    ? null
    : `attempt ${manifest.value.attempt} is not what was collected`;
}
