import { UnsealError, unsealSegments } from "@livetriage/proto-types";
import type { PartFile } from "../../output/part-file.ts";
import { jsonBounds } from "../../saved/json-bounds.ts";

/** What can be read of a package whose sensor never finished it. Nobody has signed it: these may be anyone's bytes, so no more than `plainBytes` come of it. */
export async function* openPartial(
  sealed: PartFile,
  identity: string,
  plainBytes: number,
): AsyncGenerator<Uint8Array, void> {
  const bounds = jsonBounds({ lines: true });
  try {
    for await (const plain of unsealSegments(sealed.read(), [identity], { plainBytes })) {
      if (bounds.problemOf(plain) !== null) return;
      yield plain;
    }
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error; // it ends in a segment: what came before was read well
  }
}
