import { ByteReader } from "./byte-reader.ts";

/** No frame is longer than this; a peer that announces more is broken. */
const MAX_FRAME_BYTES = 72 * 1024 * 1024;

/** Bytes of a frame's own head: length of what follows (u32), kind (u8), sequence number (u32). */
const FRAME_HEAD_BYTES = 9;

/** One message of the pipe. `body` reads from what was received. */
export interface Frame {
  readonly kind: number;
  readonly seq: number;
  readonly body: ByteReader;
}

/**
 * Cuts a byte stream into frames, whatever the chunks are.
 *
 * Errors: `RangeError` when a head announces a length that no frame has.
 */
export class FrameSplitter {
  #held: Buffer[] = [];
  #heldBytes = 0;
  #needed = FRAME_HEAD_BYTES;

  /** All frames that are whole now, in order. */
  push(chunk: Buffer): Frame[] {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes < this.#needed) return [];
    const bytes = this.#held.length === 1 ? chunk : Buffer.concat(this.#held, this.#heldBytes);
    const frames: Frame[] = [];
    let at = 0;
    this.#needed = FRAME_HEAD_BYTES;
    while (bytes.length - at >= FRAME_HEAD_BYTES) {
      const end = at + frameBytes(bytes, at);
      if (end > bytes.length) {
        this.#needed = end - at;
        break;
      }
      frames.push({
        kind: bytes.readUInt8(at + 4),
        seq: bytes.readUInt32LE(at + 5),
        body: new ByteReader(bytes, at + FRAME_HEAD_BYTES, end),
      });
      at = end;
    }
    this.#held = at < bytes.length ? [bytes.subarray(at)] : [];
    this.#heldBytes = bytes.length - at;
    return frames;
  }
}

function frameBytes(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32LE(at) + 4;
  if (length < FRAME_HEAD_BYTES || length > MAX_FRAME_BYTES) throw new RangeError(`a frame of ${length} bytes`);
  return length;
}
