import { type LosslessString, redactArgv, redactText, toText } from "@livetriage/triage-core/text";

/** Cuts strings and lists of items and remembers how much went. */
export interface Cutter {
  /** `{ [key] }`, its exact bytes where it was not UTF-8 and not cut, and what was cut from its middle. */
  text<K extends string>(key: K, value: LosslessString): TextFields<K>;
  list<K extends string>(key: K, values: readonly LosslessString[]): ListFields<K>;
  /** A script's beginning and end. */
  excerpt(text: LosslessString): TextFields<"excerpt">;
  /** Secrets taken out so far. */
  redacted(): number;
  /** Values of each cap that were cut. */
  readonly cuts: { text_bytes: number; list_entries: number; excerpt_bytes: number };
}

type TextFields<K extends string> = { [P in K]: string } & { [P in `${K}_base64`]?: string } & {
  [P in `${K}_dropped_bytes`]?: number;
};
type ListFields<K extends string> = { [P in K]: string[] } & { [P in `${K}_dropped` | `${K}_dropped_bytes`]?: number };

/** A cutter with its limits; secrets become their keyed hash before anything is cut. */
export function createCutter(limits: Readonly<Cutter["cuts"]>, hash: (secret: string) => string): Cutter {
  const cuts = { text_bytes: 0, list_entries: 0, excerpt_bytes: 0 };
  let redacted = 0;
  const clean = (value: LosslessString) => {
    const text = redactText(value, (secret) => {
      redacted++;
      return hash(secret);
    });
    return toText(text);
  };
  const cut = (value: string): { text: string; dropped: number } => {
    const made = cutMiddle(value, limits.text_bytes);
    if (made.dropped > 0) cuts.text_bytes++;
    return made;
  };
  return {
    cuts,
    redacted: () => redacted,
    excerpt(value) {
      const { text, dropped } = cutMiddle(clean(value).text, limits.excerpt_bytes);
      if (dropped > 0) cuts.excerpt_bytes++;
      return { excerpt: text, ...(dropped > 0 ? { excerpt_dropped_bytes: dropped } : {}) };
    },
    text<K extends string>(key: K, value: LosslessString) {
      const { text: whole, base64 } = clean(value);
      const { text, dropped } = cut(whole);
      const exact = base64 !== null && dropped === 0 && base64.length <= limits.text_bytes * 2;
      return {
        [key]: text,
        ...(exact ? { [`${key}_base64`]: base64 } : {}),
        ...(dropped > 0 ? { [`${key}_dropped_bytes`]: dropped } : {}),
      } as TextFields<K>;
    },
    list<K extends string>(key: K, values: readonly LosslessString[]) {
      const words = redactArgv(values.slice(0, limits.list_entries), hash);
      redacted += words.redacted;
      const kept = words.argv.map((value) => cut(toText(value).text));
      const dropped = values.length - kept.length;
      const bytes = kept.reduce((sum, { dropped }) => sum + dropped, 0);
      if (dropped > 0) cuts.list_entries++;
      return {
        [key]: kept.map(({ text }) => text),
        ...(dropped > 0 ? { [`${key}_dropped`]: dropped } : {}),
        ...(bytes > 0 ? { [`${key}_dropped_bytes`]: bytes } : {}),
      } as ListFields<K>;
    },
  };
}

/** Three quarters of the limit from the beginning and one from the end: a command may follow kilobytes of padding. */
export function cutMiddle(text: string, limit: number): { text: string; dropped: number } {
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return { text, dropped: 0 };
  const head = text.slice(0, Math.ceil((limit * 3) / 4));
  const tail = limit < 8 ? "" : text.slice(-Math.floor(limit / 4));
  const kept = head.replace(/[\uD800-\uDBFF]$/, "") + (tail === "" ? "" : `…${tail.replace(/^[\uDC00-\uDFFF]/, "")}`);
  return { text: kept, dropped: Math.max(Buffer.byteLength(text) - Buffer.byteLength(kept), 1) };
}
