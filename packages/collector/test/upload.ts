import { createHash } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import type { Client } from "@connectrpc/connect";
import {
  type Chunk,
  ChunkSchema,
  MAX_CHUNK_BYTES,
  makeManifest,
  type SensorChannelService,
  type SignedDocument,
} from "@livetriage/proto-types";
import type { TestSensor } from "./running-fleet.ts";

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

export interface TestPackage {
  readonly packageId: Uint8Array;
  readonly commandId: Uint8Array;
  readonly attempt: number;
  readonly sealed: Uint8Array;
  /** sha256 of `sealed`, when it is known already. */
  readonly sealedSha256?: Uint8Array;
}

/** The chunks of a package from an offset on. */
export function chunksOf({ packageId, sealed }: TestPackage, from = 0, size = MAX_CHUNK_BYTES): Chunk[] {
  const chunks: Chunk[] = [];
  for (let offset = from; offset < sealed.length; offset += size) {
    const piece = sealed.subarray(offset, offset + size);
    chunks.push(create(ChunkSchema, { packageId, offset: BigInt(offset), sealed: piece, sha256: sha256(piece) }));
  }
  return chunks;
}

export function firstChunk(pack: TestPackage): Chunk {
  const [first] = chunksOf(pack);
  if (first === undefined) throw new Error("an empty package has no chunk");
  return first;
}

export function manifestOf(
  { packageId, commandId, attempt, sealed, sealedSha256 }: TestPackage,
  sensor: TestSensor,
): SignedDocument {
  const facts = { packageId, commandId, attempt, sensorId: sensor.sensorId };
  const plain = {
    plainBytes: 1n,
    plainSha256: sha256(new Uint8Array(1)),
    schema: "livetriage.package/v1",
    ended: "finished",
  };
  const whole = { sealedBytes: BigInt(sealed.length), sealedSha256: sealedSha256 ?? sha256(sealed) };
  return makeManifest({ ...facts, ...plain, ...whole }, sensor.privateKey);
}

/** Send chunks and give the last ack. */
export async function put(client: Client<typeof SensorChannelService>, chunks: readonly Chunk[]): Promise<number> {
  async function* requests() {
    for (const chunk of chunks) yield { chunk };
  }
  let end = 0n;
  for await (const { ack } of client.putChunks(requests())) end = ack?.committedOffset ?? end;
  return Number(end);
}
