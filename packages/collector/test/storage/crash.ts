import { memoryDisk } from "../../src/storage/memory-disk.ts";
import { deliverInChild } from "./child-process.ts";
import { faultyDisk } from "./faulty-disk.ts";
import type { Outcome } from "./outcome.ts";
import { type Random, seededRandom } from "./random.ts";
import { openSmall, withScratch } from "./scratch.ts";
import { type Ack, checkAcks, deliverAll } from "./workload.ts";

const PACKAGES = 40;

/** Operations on segments that a run of so many packages has at least. */
const OPERATIONS = 30;

/** The nth operations on segments fail, and the engine goes on. */
export function failSome(seed: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const from = 1 + random.below(OPERATIONS);
  const count = 1 + random.below(3);
  const code = random.pick(["ENOSPC", "EIO", "EROFS"]);
  return withScratch(async (directory) => {
    const files = memoryDisk();
    const disk = faultyDisk(files, (operation) => (operation >= from && operation < from + count ? code : null));
    const acks: Ack[] = [];
    const engine = await openSmall(directory, disk);
    await deliverAll(engine, PACKAGES, (ack) => acks.push(ack));
    const problems = await checkAcks(engine, PACKAGES, acks);
    await engine.close();
    const again = await openSmall(directory, files);
    problems.push(...(await checkAcks(again, PACKAGES, acks)));
    await again.close();
    return { point: `operations ${from} to ${from + count - 1} fail with ${code}`, problems };
  });
}

/** From the nth operation on segments on nothing happens any more; another process takes over. */
export function stopAt(seed: number): Promise<Outcome> {
  const from = 1 + seededRandom(seed).below(OPERATIONS);
  return withScratch(async (directory) => {
    const files = memoryDisk();
    const disk = faultyDisk(files, (operation) => (operation >= from ? "STOPPED" : null));
    const acks: Ack[] = [];
    const stopped = await openSmall(directory, disk);
    await deliverAll(stopped, PACKAGES, (ack) => acks.push(ack)).catch(() => {});
    const problems = await takeOver(() => openSmall(directory, files), acks);
    await stopped.close().catch(() => {});
    return { point: `stopped at operation ${from}`, problems };
  });
}

/** SIGKILL at the nth write or sync of the process, of segments or of SQLite; another process takes over. */
export function killAt(seed: number): Promise<Outcome> {
  const [calls, n] = pointOf(seededRandom(seed));
  return withScratch(async (directory) => {
    const quiet = ["-o", "/dev/null", "-e", `trace=${calls}`, "-e", `inject=${calls}:signal=SIGKILL:when=${n}`];
    const { acks, stderr } = await deliverInChild(directory, PACKAGES, quiet);
    const problems = await takeOver(() => openSmall(directory), acks);
    const told = stderr === "" ? [] : [`the child said: ${stderr}`];
    return { point: `killed at ${calls} number ${n}`, problems: [...problems, ...told] };
  });
}

/** SQLite writes on the first thread, segments on the one of the pool: `strace` counts for each thread. */
function pointOf(random: Random): [string, number] {
  return random.below(2) === 0
    ? ["writev,fdatasync", 1 + random.below(OPERATIONS)]
    : ["pwrite64,fsync,ftruncate,unlink", 1 + random.below(700)];
}

/** What was acknowledged is there, and the rest can still be delivered: every package once. */
async function takeOver(open: () => ReturnType<typeof openSmall>, acks: readonly Ack[]): Promise<string[]> {
  const engine = await open();
  const problems = await checkAcks(engine, PACKAGES, acks);
  const later: Ack[] = [...acks];
  await deliverAll(engine, PACKAGES, (ack) => later.push(ack));
  problems.push(...(await checkAcks(engine, PACKAGES, later)));
  await engine.close();
  return problems;
}
