import { createHash } from "node:crypto";
import { type Manifest, UnsealError, unsealSegments } from "@livetriage/proto-types";
import { MOST_BYTES } from "../../config/operator-file.ts";
import { EXIT, Exit } from "../../exit.ts";
import type { PartFile } from "../../output/part-file.ts";
import { jsonBounds } from "../../saved/json-bounds.ts";

/**
 * The frame stream of a sealed package whose manifest holds, segment by segment. Nothing of it may be believed before
 * the end: the last thing that is looked at is the digest.
 *
 * Errors: one sentence, exit code 65.
 */
export async function* openSealed(
  sealed: PartFile,
  manifest: Manifest,
  identity: string,
): AsyncGenerator<Uint8Array, void> {
  await checkSealed(sealed, manifest);
  const plainBytes = Math.min(Number(manifest.plainBytes), MOST_BYTES);
  const digest = createHash("sha256");
  const bounds = jsonBounds({ lines: true });
  let size = 0;
  try {
    for await (const plain of unsealSegments(sealed.read(), [identity], { plainBytes })) {
      size += plain.length;
      digest.update(plain);
      const problem = bounds.problemOf(plain);
      if (problem !== null) throw unsound(`its frame stream ${problem}`);
      yield plain;
    }
  } catch (error) {
    throw error instanceof UnsealError ? unsound(error.message) : error;
  }
  const holds = size === plainBytes && digest.digest().equals(manifest.plainSha256);
  if (!holds) throw unsound("its frame stream is not the one that the sensor signed");
}

async function checkSealed(sealed: PartFile, manifest: Manifest): Promise<void> {
  const digest = createHash("sha256");
  for await (const bytes of sealed.read()) digest.update(bytes);
  const holds = BigInt(sealed.size()) === manifest.sealedBytes && digest.digest().equals(manifest.sealedSha256);
  if (!holds) throw unsound("its sealed bytes are not those that the sensor signed");
}

function unsound(problem: string): Exit {
  return new Exit(EXIT.dataErr, `the package is not sound: ${problem}`);
}
