import { z } from "zod";

/** Longest line that the collecting side reads: a signed command in base64 with room to spare. */
export const MAX_REQUEST_BYTES = 131_072;

/** What the network side asks of the collecting side: one line of JSON. */
export const requestSchema = z.union([
  z.object({
    /** The encoded SignedDocument, base64. Whoever asks, only what operators signed is done. */
    command: z.base64(),
    attempt: z.int().min(1),
    /** 16 bytes, hex. */
    package_id: z.hex().length(32),
    /** Now, by the Collector's clock. */
    now_ms: z.number(),
  }),
  /** For `livetriage-sensor status`: what are you? */
  z.object({ about: z.literal(true) }),
]);

export type Request = z.infer<typeof requestSchema>;
export type CollectRequest = Extract<Request, { command: string }>;

/** What a line asks; null when it is no request. */
export function parseRequest(line: string): Request | null {
  try {
    return requestSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
