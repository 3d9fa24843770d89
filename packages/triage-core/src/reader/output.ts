import { writeSync } from "node:fs";
import { ByteWriter } from "./byte-writer.ts";
import { errnoOf } from "./host-fault.ts";

/** What a frame from the reader holds. */
export const ANSWER = { hello: 0, value: 1, fault: 2, entries: 3, deferred: 4, counters: 5 } as const;

const STDOUT = 1;
/** Main reads 64 KiB at a time: a usual frame more still fits. */
const FLUSH_BYTES = 56 * 1024;
const USUAL_BYTES = 4 * FLUSH_BYTES;

/** Frames to main, gathered in one buffer and written when it is full or the reader has nothing left to do. */
export class Output extends ByteWriter {
  #frame = 0;

  constructor() {
    super(USUAL_BYTES);
  }

  begin(kind: number, seq: number): void {
    this.#frame = this.length;
    this.u32(0);
    this.u8(kind);
    this.u32(seq);
  }

  end(): void {
    this.patchU32(this.#frame, this.length - this.#frame - 4);
    this.#frame = this.length;
    if (this.length >= FLUSH_BYTES) this.flush();
  }

  /** A place in the frame under construction; it stays valid when a flush moves the frame. */
  mark(): number {
    return this.length - this.#frame;
  }

  at(mark: number): number {
    return this.#frame + mark;
  }

  /** Forget what the frame holds beyond a mark. */
  rewind(mark: number): void {
    this.length = this.at(mark);
  }

  /** Forget the frame that was begun. */
  drop(): void {
    this.length = this.#frame;
  }

  /** Write every whole frame; one that is not ended stays. */
  flush(): void {
    let at = 0;
    while (at < this.#frame) at += writeOut(this.buffer, at, this.#frame - at);
    this.buffer.copyWithin(0, this.#frame, this.length);
    this.length -= this.#frame;
    this.#frame = 0;
    if (this.buffer.length > USUAL_BYTES && this.length < USUAL_BYTES) this.resize(USUAL_BYTES);
  }
}

/** Main that is gone takes its readers along, without a word. */
function writeOut(buffer: Uint8Array, offset: number, length: number): number {
  try {
    return writeSync(STDOUT, buffer, offset, length);
  } catch (error) {
    if (["EPIPE", "ECONNRESET"].includes(errnoOf(error))) process.exit(0);
    throw error;
  }
}
