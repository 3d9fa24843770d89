import { createHash } from "node:crypto";
import { TargetState } from "@livetriage/proto-types";
import { sealed } from "../../src/storage/conformance/records.ts";
import type { Id, StorageEngine } from "../../src/storage/storage-engine.ts";
import { StorageFull } from "../../src/storage/storage-errors.ts";

/** What a Collector was told to be durable. */
export type Ack =
  | { readonly what: "chunk"; readonly packageId: Id; readonly end: number }
  | { readonly what: "commit"; readonly packageId: Id };

const CHUNK_BYTES = 2048;
const SENSOR = "sensor-1";

/** Segments in these tests, small enough that there are several. */
export const SEGMENT_BYTES = 65_536;

export const commandIdOf = (n: number): Id => n.toString(16).padStart(32, "c");
export const packageIdOf = (n: number): Id => n.toString(16).padStart(32, "a");

/** The same bytes every time, other ones for every package; up to 7 KB. */
export function bodyOf(n: number): Buffer {
  const outputLength = 100 + ((n * 7919) % 7000);
  return createHash("shake256", { outputLength }).update(String(n)).digest();
}

/**
 * Deliver packages 1 to `count`, several at a time, or go on where an earlier process ended. A sensor comes back when the
 * Collector had no room.
 */
export async function deliverAll(
  engine: StorageEngine,
  count: number,
  acked: (ack: Ack) => void,
  refused: () => void = () => {},
): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1).values();
  const lane = async (): Promise<void> => {
    for (const n of numbers) while (!(await isTaken(() => deliver(engine, n, acked)))) refused();
  };
  const lanes = await Promise.allSettled(Array.from({ length: 8 }, lane)); // what one began is over when another fails
  for (const lane of lanes) if (lane.status === "rejected") throw lane.reason;
}

async function isTaken(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof StorageFull) return false;
    throw error;
  }
}

async function deliver(engine: StorageEngine, n: number, acked: (ack: Ack) => void): Promise<void> {
  const [commandId, packageId, body] = [commandIdOf(n), packageIdOf(n), bodyOf(n)];
  const times = { submittedAtMs: n, expiresAtMs: 1_000_000 };
  const command = { commandId, document: body.subarray(0, 90), operator: "alice", runId: commandId, ...times };
  await engine.addCommand(command, [SENSOR], TargetState.PENDING);
  const upload = { packageId, commandId, sensorId: SENSOR, attempt: 1, startedAtMs: n };
  let end = (await engine.openUpload(upload))?.committedOffset ?? 0;
  while (end < body.length) {
    end = await engine.appendChunk(packageId, end, body.subarray(end, end + CHUNK_BYTES));
    acked({ what: "chunk", packageId, end });
  }
  const { outcome } = await engine.commitUpload(packageId, body.length, body.subarray(0, 50), n);
  if (outcome !== "committed" && outcome !== "already-committed") throw new Error(`package ${n}: ${outcome}`);
  acked({ what: "commit", packageId });
}

/** What of a storage does not fit what it acknowledged; empty when nothing. */
export async function checkAcks(engine: StorageEngine, count: number, acks: readonly Ack[]): Promise<string[]> {
  const problems: string[] = [];
  for await (const line of engine.verify()) problems.push(`verify: ${line}`);
  for (let n = 1; n <= count; n++) {
    const [packageId, body] = [packageIdOf(n), bodyOf(n)];
    const own = acks.filter((ack) => ack.packageId === packageId);
    const end = Math.max(0, ...own.map((ack) => (ack.what === "chunk" ? ack.end : 0)));
    const upload = await engine.upload(packageId);
    const stored = upload?.committedOffset ?? 0;
    const bytes = await sealed(engine, packageId);
    if (stored < end) problems.push(`package ${n}: ${end} bytes were acknowledged, ${stored} are there`);
    if (!bytes.equals(body.subarray(0, stored))) problems.push(`package ${n}: other bytes than were sent`);
    if (own.some(({ what }) => what === "commit") && upload?.manifest == null) {
      problems.push(`package ${n}: its commit was acknowledged and is lost`);
    }
    if (upload?.manifest != null && stored !== body.length) problems.push(`package ${n}: committed, not whole`);
    if ((await engine.uploadsOf(commandIdOf(n), SENSOR)).length > 1) problems.push(`package ${n}: is there twice`);
  }
  return problems;
}
