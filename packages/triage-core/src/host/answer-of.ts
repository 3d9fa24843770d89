import type { Result } from "../contract/host-reader.ts";
import type { ByteReader } from "../reader/byte-reader.ts";
import {
  readEntries,
  readFault,
  readFileBytes,
  readHash,
  readListing,
  readSetValue,
  readStat,
} from "../reader/protocol-answer.ts";
import type { Pending } from "./pending.ts";

/** A value frame as the result of the ask it answers. */
export function answerOf(pending: Pending, body: ByteReader): Result<unknown> {
  return { ok: true, value: valueOf(pending, body) };
}

/** A fault frame as the result. */
export function faultOf(pending: Pending, body: ByteReader): Result<never> {
  return { ok: false, error: readFault(body, pending.ask.path) };
}

function valueOf({ ask, entries }: Pending, from: ByteReader): unknown {
  switch (ask.kind) {
    case "set":
      return readSetValue(from, ask.path, ask.parts);
    case "list":
      return readListing(from, entries);
    case "file":
      return readFileBytes(from);
    case "link":
      return from.text();
    case "lstat":
      return readStat(from);
    case "resolve":
      return { path: from.text(), stat: readStat(from) };
    case "hash":
      return readHash(from);
    case "look":
      return readEntries(from);
    case "probe":
      return from.list(() => from.u32());
  }
}
