import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { deliverInChild } from "./child-process.ts";
import type { Outcome } from "./outcome.ts";
import { type Random, seededRandom } from "./random.ts";
import { openSmall, withScratch } from "./scratch.ts";
import { type DiskOperation, parseTrace } from "./trace.ts";
import { type Ack, checkAcks, deliverAll } from "./workload.ts";

const PACKAGES = 40;
const SECTOR_BYTES = 512;

const CALLS =
  "openat,close,write,writev,pwrite64,pwritev,fdatasync,fsync,ftruncate,truncate,unlink,unlinkat,rename,renameat2";

/** All that a run of the storage wrote, synced and acknowledged, segments and SQLite alike, in its order. */
export function recordRun(): Promise<readonly DiskOperation[]> {
  return withScratch(async (scratch) => {
    const [log, directory] = [join(scratch, "trace"), join(scratch, "data")];
    const strace = ["-o", log, "-y", "-xx", "-s", "4000000", "-e", `trace=${CALLS}`];
    const { code, stderr } = await deliverInChild(directory, PACKAGES, strace);
    if (code !== 0) throw new Error(`the recorded run failed: ${stderr}`);
    return parseTrace(await readFile(log, "latin1"), directory);
  });
}

/** Power is lost after one of the operations; a Collector starts on what a disk may hold then. */
export async function losePower(operations: readonly DiskOperation[], seed: number): Promise<Outcome> {
  const random = seededRandom(seed);
  const cut = random.below(operations.length + 1);
  const before = operations.slice(0, cut);
  const acks = before.flatMap((operation): Ack[] => (operation.what === "ack" ? [operation.ack] : []));
  return withScratch(async (directory) => {
    for (const [name, { bytes }] of imageOf(before, random)) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), bytes);
    }
    const engine = await openSmall(directory);
    const problems = await checkAcks(engine, PACKAGES, acks);
    if (seed % 10 === 0) {
      await deliverAll(engine, PACKAGES, () => {});
      problems.push(...(await checkAcks(engine, PACKAGES, acks)));
    }
    await engine.close();
    return { point: `power lost after operation ${cut} of ${operations.length}`, problems };
  });
}

/**
 * The files that a disk may hold: what was synced, and of what was not, any part. A name is there for sure when its
 * directory was synced after.
 */
function imageOf(operations: readonly DiskOperation[], random: Random): Map<string, GrowingFile> {
  const files = new Map<string, GrowingFile>();
  const synced = new Map<string, number>();
  for (const [index, operation] of operations.entries()) {
    if (operation.what === "sync") synced.set(operation.name, index);
    if (operation.what === "sync-names") synced.set("", index);
  }
  for (const [index, operation] of operations.entries()) {
    if (operation.what === "ack" || operation.what === "sync" || operation.what === "sync-names") continue;
    const isName = operation.what === "create" || operation.what === "remove";
    const isDurable = index < (synced.get(isName ? "" : operation.name) ?? 0);
    if (isDurable || random.below(2) === 0) apply(files, operation, isDurable ? null : random);
  }
  return files;
}

/** With `random`, sectors of a write may be missing. */
function apply(
  files: Map<string, GrowingFile>,
  operation: DiskOperation & { name: string },
  random: Random | null,
): void {
  const { name } = operation;
  const file = files.get(name);
  if (operation.what === "create") files.set(name, file ?? new GrowingFile());
  else if (operation.what === "remove") files.delete(name);
  else if (file === undefined)
    return; // its name was lost
  else if (operation.what === "truncate") file.resize(operation.length);
  else if (operation.what === "write") {
    const { position, bytes } = operation;
    file.resize(Math.max(file.bytes.length, position + bytes.length));
    const isTorn = random !== null && random.below(2) === 0;
    for (let at = 0; at < bytes.length; at += SECTOR_BYTES) {
      if (!isTorn || random.below(2) === 0) bytes.copy(file.bytes, position + at, at, at + SECTOR_BYTES);
    }
  }
}

/** A file of zeros, where nothing was written. */
class GrowingFile {
  #room = Buffer.alloc(0);
  bytes: Buffer = this.#room;

  resize(length: number): void {
    if (length > this.#room.length) {
      const room = Buffer.alloc(2 * length);
      this.bytes.copy(room);
      this.#room = room;
    }
    this.#room.fill(0, Math.min(length, this.bytes.length), this.bytes.length);
    this.bytes = this.#room.subarray(0, length);
  }
}
