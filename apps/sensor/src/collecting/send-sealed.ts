import { sealSegments } from "@livetriage/proto-types";
import type { Frame } from "@livetriage/triage-core";
import type { Answer } from "../wire/answer.ts";
import { PATIENCE_MS } from "../wire/room.ts";
import { FrameStream } from "./frame-stream.ts";

export interface SendSealedOptions {
  readonly recipients: readonly string[];
  /** Milliseconds of the budget that are left. */
  readonly leftMs: () => number;
  /** Resolves when there was room for it. */
  readonly answer: (answer: Answer) => Promise<void>;
  readonly patienceMs?: number;
}

/** Answers with the frames, sealed, and their digest; items that find no room when the budget is over are cut. */
export async function sendSealed(
  frames: AsyncIterable<Frame>,
  { recipients, leftMs, answer, patienceMs = PATIENCE_MS }: SendSealedOptions,
): Promise<void> {
  const stream = new FrameStream();
  for await (const sealed of sealSegments(stream.parts(frames), recipients)) {
    const cut = setTimeout(() => stream.cutItems(), leftMs() + patienceMs);
    await answer({ kind: "segment", sealed });
    clearTimeout(cut);
  }
  await answer({ kind: "end", end: stream.end() });
}
