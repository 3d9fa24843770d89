import { readlinkSync } from "node:fs";
import { decodeLossless, type LosslessString } from "../text/lossless.ts";

/** readlink(2); asked again for the bytes only where the text shows that it lost some. */
export function readLinkName(name: string | Buffer): LosslessString {
  const text = readlinkSync(name, "utf8");
  return text.includes("\uFFFD") ? decodeLossless(readlinkSync(name, "buffer")) : text;
}
