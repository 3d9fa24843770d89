import { createHash } from "node:crypto";
import { type Manifest, unsealSegments } from "@livetriage/proto-types";
import { type Frame, fold, frameSchema, type TriagePackage } from "@livetriage/triage-core";

/** The frames of a sealed package. */
export async function framesOf(sealed: Uint8Array, identity: string): Promise<{ text: string; frames: Frame[] }> {
  const parts: Uint8Array[] = [];
  for await (const part of unsealSegments([sealed], [identity], { plainBytes: 2 ** 30 })) parts.push(part);
  const text = Buffer.concat(parts).toString();
  return {
    text,
    frames: text
      .split("\n")
      .filter(Boolean)
      .map((line) => frameSchema.parse(JSON.parse(line))),
  };
}

/** The document of a whole package, its digests checked. */
export async function documentOf(sealed: Uint8Array, manifest: Manifest, identity: string): Promise<TriagePackage> {
  const { text, frames } = await framesOf(sealed, identity);
  const sha256 = createHash("sha256").update(text).digest();
  if (!sha256.equals(manifest.plainSha256)) throw new Error("the plain digest differs");
  return fold(frames) as TriagePackage;
}
