import { createHash } from "node:crypto";
import type { PlainPart } from "@livetriage/proto-types";
import { encodeFrame, type Frame, PACKAGE_SCHEMA, type Truncation } from "@livetriage/triage-core";
import type { End } from "../wire/answer.ts";

/** Lines are handed on in pieces of about this size. */
const PART_BYTES = 65_536;

type PhaseEnd = Extract<Frame, { frame: "phase-end" }>;

/** The frames of one collection as the plain bytes that are sealed, with their digest. */
export class FrameStream {
  readonly #plain = createHash("sha256");
  /** Items cut per phase. */
  readonly #cut = new Map<string, number>();
  #bytes = 0;
  #ended: End["ended"] | null = null;
  #cutting = false;

  /** From now on items are counted and left out: there was no room for them within the budget. */
  cutItems(): void {
    this.#cutting = true;
  }

  /** NDJSON of the frames; whoever has the head, or a phase to its end, can read it at once. */
  async *parts(frames: AsyncIterable<Frame>): AsyncGenerator<PlainPart> {
    let held = "";
    for await (const frame of frames) {
      if (this.#cutting && frame.frame === "item") {
        this.#cut.set(frame.phase, (this.#cut.get(frame.phase) ?? 0) + 1);
        continue;
      }
      held += this.#line(frame);
      const ends = frame.frame === "header" || frame.frame === "phase-end";
      if (!ends && held.length < PART_BYTES) continue;
      yield Buffer.from(held);
      held = "";
      if (ends) yield "flush";
    }
    yield Buffer.from(held);
  }

  /** What the whole came to; to be asked when all parts were taken. */
  end(): End {
    if (this.#ended === null) throw new Error("the stream has no trailer");
    const digest = this.#plain.copy().digest("hex");
    return { plain_bytes: this.#bytes, plain_sha256: digest, ended: this.#ended, schema: PACKAGE_SCHEMA };
  }

  #line(frame: Frame): string {
    if (frame.frame === "trailer") this.#ended = frame.ended;
    const line = encodeFrame(this.#told(frame));
    this.#plain.update(line);
    this.#bytes += Buffer.byteLength(line);
    return line;
  }

  #told(frame: Frame): Frame {
    if (frame.frame === "trailer") return { ...frame, sha256: this.#plain.copy().digest("hex") };
    const cut = frame.frame === "phase-end" ? this.#cut.get(frame.phase) : undefined;
    return cut === undefined ? frame : withCut(frame as PhaseEnd, cut);
  }
}

function withCut(frame: PhaseEnd, dropped: number): PhaseEnd {
  const items = frame.items - dropped;
  const truncation: Truncation = {
    cap: "spool",
    limit: items,
    unit: "items",
    source: "items",
    dropped,
    dropped_is: "exact",
    kept: "those that were found before the memory for sealed packages was full",
    groups: [],
  };
  const status = frame.status === "complete" ? "partial" : frame.status;
  return { ...frame, status, items, truncations: [...frame.truncations, truncation] };
}
