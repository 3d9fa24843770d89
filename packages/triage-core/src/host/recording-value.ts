import type { FileStat } from "../contract/host-reader.ts";
import { decodeLossless, encodeLossless, hasInvalidBytes, type LosslessString } from "../text/lossless.ts";

/** Text to text: takes out of a recording what must not leave the machine. */
export type RecordingRedaction = (text: LosslessString) => LosslessString;

const STAT_FIELDS = [
  "type",
  "mode",
  "uid",
  "gid",
  "nlink",
  "size",
  "blocks",
  "dev",
  "ino",
  "rdev",
  "atime_ns",
  "mtime_ns",
  "ctime_ns",
  "birthtime_ns",
] as const satisfies readonly (keyof FileStat)[];

/**
 * A value of an ask or an answer as JSON can hold it.
 *
 * Shape: bytes are `{"$text": …}` where they are UTF-8, else `{"$base64": …}`; a bigint is `{"$int": "5"}`; an lstat is
 *        `{"$stat": [type, mode, uid, gid, nlink, size, blocks, dev, ino, rdev, atime, mtime, ctime, birth]}`.
 */
export function toJsonValue(value: unknown, redact: RecordingRedaction): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value === "bigint") return { $int: String(value) };
  if (value instanceof Uint8Array) return bytesToJson(value, redact);
  if (Array.isArray(value)) return value.map((one) => toJsonValue(one, redact));
  if (typeof value !== "object" || value === null) return value;
  if ("birthtime_ns" in value) return { $stat: STAT_FIELDS.map((field) => plain((value as FileStat)[field])) };
  const known = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(known.map(([key, one]) => [key, toJsonValue(one, redact)]));
}

/** The inverse of `toJsonValue`. */
export function fromJsonValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromJsonValue);
  if (typeof value !== "object" || value === null) return value;
  const { $text, $base64, $int, $stat } = value as Record<string, unknown>;
  if (typeof $text === "string") return Uint8Array.from(encodeLossless($text));
  if (typeof $base64 === "string") return Uint8Array.from(Buffer.from($base64, "base64"));
  if (typeof $int === "string") return BigInt($int);
  if (Array.isArray($stat)) return toStat($stat);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fromJsonValue(one)]));
}

function bytesToJson(bytes: Uint8Array, redact: RecordingRedaction): unknown {
  const text = redact(decodeLossless(bytes));
  return hasInvalidBytes(text) ? { $base64: Buffer.from(encodeLossless(text)).toString("base64") } : { $text: text };
}

function plain(value: string | number | bigint): string | number {
  return typeof value === "bigint" ? String(value) : value;
}

/** Numbers of lstat stay numbers, everything that may pass 2^53 is text in the recording. */
function toStat(row: readonly unknown[]): FileStat {
  const fields = STAT_FIELDS.map((field, i) => [field, i > 4 ? BigInt(String(row[i])) : row[i]]);
  return Object.fromEntries(fields) as FileStat;
}
