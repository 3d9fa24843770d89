import { MAX_SEGMENT_SEALED_BYTES, RefusalReason } from "@livetriage/proto-types";
import { z } from "zod";

/** What the collecting side says first. */
const statusSchema = z.union([
  z.object({ started: z.literal(true), budget_ms: z.number() }),
  z.object({ refused: z.enum(RefusalReason), problem: z.string() }),
]);

/** What it says last: the digest of the plain frame stream. Without it the package is not whole. */
const endSchema = z.object({
  plain_bytes: z.int(),
  plain_sha256: z.hex().length(64),
  ended: z.enum(["finished", "deadline", "cancelled"]),
  schema: z.string(),
});

/** What answers `about`. */
const aboutSchema = z.object({
  form: z.string(),
  uid: z.int(),
  capabilities: z.string(),
});

export type Status = z.infer<typeof statusSchema>;
export type End = z.infer<typeof endSchema>;
export type About = z.infer<typeof aboutSchema>;

/** One answer of the collecting side. */
export type Answer =
  | { readonly kind: "status"; readonly status: Status }
  | { readonly kind: "segment"; readonly sealed: Uint8Array }
  | { readonly kind: "end"; readonly end: End }
  | { readonly kind: "about"; readonly about: About };

const TYPES = { status: 1, segment: 2, end: 3, about: 4 } as const;
const HEAD_BYTES = 5;
const MOST_BYTES = MAX_SEGMENT_SEALED_BYTES + 4;

/** An answer as bytes: its type (1 byte), the length of its body (4 bytes, big-endian), the body. */
export function encodeAnswer(answer: Answer): Uint8Array {
  const body = answer.kind === "segment" ? answer.sealed : Buffer.from(JSON.stringify(contentOf(answer)));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(TYPES[answer.kind]);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/**
 * The answers in a stream of bytes.
 *
 * Errors: throws on what is none; a stream that breaks off just ends.
 */
export async function* decodeAnswers(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Answer> {
  let held = Buffer.alloc(0);
  for await (const bytes of stream) {
    held = Buffer.concat([held, bytes]);
    while (held.length >= HEAD_BYTES) {
      const length = held.readUInt32BE(1);
      if (length > MOST_BYTES) throw new Error(`an answer of ${length} bytes`);
      if (held.length < HEAD_BYTES + length) break;
      yield toAnswer(held.readUInt8(), held.subarray(HEAD_BYTES, HEAD_BYTES + length));
      held = held.subarray(HEAD_BYTES + length);
    }
  }
}

function contentOf(answer: Exclude<Answer, { kind: "segment" }>): Status | End | About {
  if (answer.kind === "status") return answer.status;
  return answer.kind === "end" ? answer.end : answer.about;
}

function toAnswer(type: number, body: Buffer): Answer {
  if (type === TYPES.segment) return { kind: "segment", sealed: Uint8Array.from(body) };
  const content: unknown = JSON.parse(body.toString());
  if (type === TYPES.status) return { kind: "status", status: statusSchema.parse(content) };
  if (type === TYPES.end) return { kind: "end", end: endSchema.parse(content) };
  if (type === TYPES.about) return { kind: "about", about: aboutSchema.parse(content) };
  throw new Error(`an answer of type ${type}`);
}
