/**
 * What a Collector costs: memory of an idle session beside one of bare HTTP/2, and packages a second with durable acks
 * beside a plain append and fdatasync of the same bytes. Prints figures and the bounds that are wanted; asserts nothing.
 */

import { type ChildProcess, fork } from "node:child_process";
import { createPrivateKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { open, rm } from "node:fs/promises";
import { connect } from "node:http2";
import { join } from "node:path";
import { createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { MAX_MESSAGE_BYTES, OperatorService, SensorChannelService, toHex } from "@livetriage/proto-types";
import { signedCommand } from "../test/commands.ts";
import { TestSession } from "../test/open-session.ts";
import { type ClientKeys, enrollWith, type TestSensor } from "../test/running-fleet.ts";
import type { Delivered, Delivery } from "./sender-process.ts";
import type { Use } from "./tell-use.ts";

/** What only the first sessions cost is not theirs. */
const FIRST_SESSIONS = 200;
const IDLE_SESSIONS = 500;
const SENDERS = 32;
/** Packages of each sender that are not counted: V8 compiles what a Collector has long compiled. */
const FIRST_ROUNDS = 20;
const ROUNDS = 40;
const PACKAGE_BYTES = 300_000;

/** How `bin/livetriage` and `bin/livetriage-sensor` start Node. */
const COLLECTOR = {
  flags: ["--heap-growing-percent=50", "--max-semi-space-size=8"],
  env: { MALLOC_MMAP_THRESHOLD_: "32768", MALLOC_TOP_PAD_: "32768" },
};
const SENSOR = { flags: ["--max-semi-space-size=1"], env: {} };

interface Place {
  readonly port: number;
  readonly caPem: string;
  readonly operatorKeys: ClientKeys;
  readonly signingKey: string;
  readonly dir: string;
}

const child = start("collector-process.ts", COLLECTOR);
const [place] = (await once(child, "message")) as [Place];
const transport = (keys?: ClientKeys) =>
  createGrpcTransport({
    baseUrl: `https://127.0.0.1:${place.port}`,
    nodeOptions: { ca: place.caPem, ...keys },
    readMaxBytes: MAX_MESSAGE_BYTES,
  });
const operator = createClient(OperatorService, transport(place.operatorKeys));

const sensors = await enrollAll(FIRST_SESSIONS + IDLE_SESSIONS);
await printIdleSessions(sensors);
await printUploads(sensors.slice(0, SENDERS));
child.disconnect();
process.exit(0);

async function enrollAll(count: number): Promise<TestSensor[]> {
  const { token } = await operator.createJoinToken({ uses: count, ttlSeconds: 600 });
  const client = transport();
  const enrolled: TestSensor[] = [];
  for (let i = 0; i < count; i += 1) enrolled.push(await enrollWith(client, token));
  return enrolled;
}

/** A process of this folder. */
function start(
  file: string,
  { flags, env }: { flags: readonly string[]; env: NodeJS.ProcessEnv },
  ...args: string[]
): ChildProcess {
  const fromSource = [
    "--conditions=@livetriage/source",
    "--experimental-transform-types",
    "--no-warnings",
    "--expose-gc",
  ];
  const execArgv = [...fromSource, ...flags];
  return fork(join(import.meta.dirname, file), args, { execArgv, env: { ...process.env, ...env } });
}

async function useOf(process: ChildProcess): Promise<Use> {
  process.send("what?");
  const [use] = (await once(process, "message")) as [Use];
  return use;
}

/** KB of memory that each of many sessions costs a process when some stand already; `open` opens the nth. */
async function costOfEach(process: ChildProcess, open: (n: number) => Promise<void>): Promise<number> {
  for (let n = 0; n < FIRST_SESSIONS; n += 1) await open(n);
  const before = await useOf(process);
  for (let n = 0; n < IDLE_SESSIONS; n += 1) await open(FIRST_SESSIONS + n);
  return ((await useOf(process)).rssBytes - before.rssBytes) / IDLE_SESSIONS / 1000;
}

async function printIdleSessions(sensors: readonly TestSensor[]): Promise<void> {
  const each = await costOfEach(child, async (n) => {
    const session = new TestSession(createClient(SensorChannelService, transport(sensors[n]?.keys)));
    session.hello();
    await session.next("welcome");
  });
  const bare = await bareSession();
  console.log(
    `idle session at the Collector: ${each.toFixed(0)} KB RSS each of ${IDLE_SESSIONS} (wanted: at most 90 KB); ` +
      `one of a bare Node TLS and HTTP/2 server: ${bare.toFixed(0)} KB`,
  );
}

async function bareSession(): Promise<number> {
  const { key, cert } = place.operatorKeys;
  const bare = start("bare-process.ts", COLLECTOR, key, cert);
  const [{ port }] = (await once(bare, "message")) as [{ port: number }];
  const cost = await costOfEach(bare, async () => {
    const session = connect(`https://127.0.0.1:${port}`, { key, cert, rejectUnauthorized: false });
    const stream = session.request({ ":method": "POST", ":path": "/" });
    stream.write("hello");
    await once(stream, "response");
  });
  bare.disconnect();
  return cost;
}

async function printUploads(senders: readonly TestSensor[]): Promise<void> {
  const key = createPrivateKey(place.signingKey);
  const ids = senders.map(({ sensorId }) => sensorId);
  const commands = Array.from({ length: FIRST_ROUNDS + ROUNDS }, () => signedCommand(key, ids));
  const fleet = start("sender-process.ts", SENSOR);
  const sensors = senders.map(({ sensorId, keys }) => ({ sensorId, keys }));
  const commandIds = commands.map(({ commandId }) => toHex(commandId));
  const { port, caPem } = place;
  fleet.send({ port, caPem, sensors, commandIds, packageBytes: PACKAGE_BYTES } satisfies Delivery);
  await once(fleet, "message");
  for (const { document } of commands) await operator.submit({ command: document });
  await deliver(fleet, FIRST_ROUNDS);
  const before = await useOf(child);
  const { seconds, cpuMs } = await deliver(fleet, ROUNDS);
  fleet.disconnect();
  const packages = senders.length * ROUNDS;
  const rate = packages / seconds;
  const collectorMs = ((await useOf(child)).cpuMs - before.cpuMs) / packages;
  const plain = await plainAppends(randomBytes(PACKAGE_BYTES), packages);
  console.log(
    `uploads of 300 KB on ${senders.length} standing sessions, mutual TLS, durable acks: ${rate.toFixed(0)} packages/s (wanted: at least 200), ` +
      `${((100 * rate) / plain).toFixed(0)} % of a plain append and fdatasync of the same bytes (${plain.toFixed(0)}/s); ` +
      `processor time of a package: ${collectorMs.toFixed(1)} ms here, ${(cpuMs / packages).toFixed(1)} ms its sender`,
  );
}

/** So many packages from each of the senders. */
async function deliver(fleet: ChildProcess, rounds: number): Promise<Delivered> {
  fleet.send(rounds);
  const [delivered] = (await once(fleet, "message")) as [Delivered];
  return delivered;
}

/** Packages a second that one writer appends to one file, each durable before the next. */
async function plainAppends(bytes: Uint8Array, count: number): Promise<number> {
  const path = join(place.dir, "plain");
  const file = await open(path, "wx");
  const begun = performance.now();
  for (let i = 0; i < count; i += 1) {
    await file.write(bytes);
    await file.datasync();
  }
  const seconds = (performance.now() - begun) / 1000;
  await file.close();
  await rm(path);
  return count / seconds;
}
