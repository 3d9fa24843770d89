import assert from "node:assert/strict";
import { create } from "@bufbuild/protobuf";
import { LabelSchema, SensorStanding, TargetState } from "@livetriage/proto-types";
import type { CommandRecord, Id, SensorRecord, StorageEngine } from "../storage-engine.ts";

export const id = (n: number): Id => n.toString(16).padStart(32, "0");
export const bytes = (n: number, length = 16): Uint8Array => new Uint8Array(length).fill(n);

export const sensor: SensorRecord = {
  sensorId: "sensor-1",
  hostname: "web-1",
  labels: [create(LabelSchema, { name: "env", value: "prod" })],
  certificate: bytes(7, 300),
  certificateExpiresAtMs: 9_000,
  enrolledAtMs: 1_000,
  standing: SensorStanding.TRUSTED,
};

export function command(n: number): CommandRecord {
  const expiresAtMs = 10_000 * n;
  return { commandId: id(n), document: bytes(n), submittedAtMs: 100 * n, expiresAtMs, operator: "alice", runId: id(n) };
}

export const upload = (n: number, attempt = 1) => ({
  packageId: id(100 * n + attempt),
  commandId: id(n),
  sensorId: "sensor-1",
  attempt,
  startedAtMs: 1_000 * n,
});

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export async function sealed(engine: StorageEngine, packageId: Id, offset = 0): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of engine.readSealed(packageId, offset)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

export async function deliver(engine: StorageEngine, n: number, body: Uint8Array, attempt = 1): Promise<Id> {
  await engine.addCommand(command(n), ["sensor-1"], TargetState.PENDING);
  const opened = await engine.openUpload(upload(n, attempt));
  assert.ok(opened);
  await engine.appendChunk(opened.packageId, 0, body);
  return opened.packageId;
}
