import { createHash, type KeyObject } from "node:crypto";
import type { Client } from "@connectrpc/connect";
import {
  CommitOutcome,
  MAX_CHUNK_BYTES,
  makeManifest,
  type SensorChannelService,
  type UploadGrant,
} from "@livetriage/proto-types";
import { wait } from "../wait.ts";
import type { End } from "../wire/answer.ts";
import type { SpooledPackage } from "./spooled-package.ts";

/** Under way at most, whatever the Collector would allow. */
const WINDOW_BYTES = 1_048_576;

export interface UploadOptions {
  readonly client: Client<typeof SensorChannelService>;
  readonly grant: UploadGrant;
  readonly sensorId: string;
  readonly key: KeyObject;
  readonly signal: AbortSignal;
  /** Told of every chunk that is sent. */
  readonly onSent: (bytes: number) => void;
}

/**
 * Bring one package to the Collector, from wherever it is durable already; returns when all of it is.
 *
 * Errors: throws when the connection or the permission ends before; another try goes on from there.
 */
export async function upload(held: SpooledPackage, options: UploadOptions): Promise<void> {
  const { client, signal } = options;
  const ids = { packageId: bytesOf(held.ids.packageId), commandId: bytesOf(held.ids.commandId) };
  for (;;) {
    const opened = await client.openUpload({ ...ids, attempt: held.ids.attempt }, { signal });
    if (opened.committed) return;
    const window = new Window(Number(opened.committedOffset), options.grant);
    signal.addEventListener("abort", () => window.wake(), { once: true });
    const acks = client.putChunks(chunks(held, window, options), { signal });
    for await (const { ack } of acks) if (ack !== undefined) window.acknowledge(Number(ack.committedOffset));
    if (held.end === null) throw new Error("the Collector ended the upload before its end");
    const manifest = signManifest(held, held.end, options);
    const { outcome } = await client.commitUpload({ packageId: ids.packageId, manifest }, { signal });
    if (outcome !== CommitOutcome.MISSING) return;
  }
}

/** How much is sent, and how much of it is durable. */
class Window {
  offset: number;
  readonly chunkBytes: number;
  readonly #bytes: number;
  #acknowledged: number;
  /** Looks again whether there is anything to wait for. */
  wake: () => void = () => undefined;

  constructor(offset: number, grant: UploadGrant) {
    this.offset = offset;
    this.#acknowledged = offset;
    this.chunkBytes = Math.min(grant.chunkBytes || MAX_CHUNK_BYTES, MAX_CHUNK_BYTES);
    this.#bytes = Math.max(Math.min(grant.windowBytes || WINDOW_BYTES, WINDOW_BYTES), this.chunkBytes);
  }

  acknowledge(offset: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, offset);
    this.wake();
  }

  /** Resolves when so many bytes may follow, or nothing may any more. */
  async opens(bytes: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.offset + bytes - this.#acknowledged > this.#bytes) await this.woken();
  }

  woken(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

async function* chunks(held: SpooledPackage, window: Window, { grant, signal, onSent }: UploadOptions) {
  const packageId = bytesOf(held.ids.packageId);
  while (!signal.aborted) {
    const sealed = held.read(window.offset, window.chunkBytes);
    if (sealed.length > 0) {
      await window.opens(sealed.length, signal);
      const sha256 = createHash("sha256").update(sealed).digest();
      yield { chunk: { packageId, offset: BigInt(window.offset), sealed, sha256 } };
      window.offset += sealed.length;
      onSent(sealed.length);
      await pause(sealed.length, Number(grant.rateBytesPerSecond));
    } else if (held.end !== null) return;
    else await Promise.race([held.changed(), window.woken()]);
  }
}

function signManifest(held: SpooledPackage, end: End, { sensorId, key }: UploadOptions) {
  const { ids } = held;
  return makeManifest(
    {
      commandId: bytesOf(ids.commandId),
      sensorId,
      attempt: ids.attempt,
      packageId: bytesOf(ids.packageId),
      plainBytes: BigInt(end.plain_bytes),
      plainSha256: bytesOf(end.plain_sha256),
      sealedBytes: BigInt(held.size),
      sealedSha256: held.sealedSha256(),
      schema: end.schema,
      ended: end.ended,
    },
    key,
  );
}

/** The time that so many bytes take at that rate; 0 for no limit. */
async function pause(bytes: number, perSecond: number): Promise<void> {
  if (perSecond > 0) await wait((bytes / perSecond) * 1_000);
}

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, "hex");
