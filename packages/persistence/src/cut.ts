import { type LosslessString, type Redact, redactArgv, redactText, toText } from "@livetriage/triage-core/text";

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

/** A cutter with its limits; secrets go before anything is cut. */
export function createCutter(limits: Readonly<Cutter["cuts"]>, redact: Redact): Cutter {
  const cuts = { text_bytes: 0, list_entries: 0, excerpt_bytes: 0 };
  let redacted = 0;
  const clean = (value: LosslessString) => {
    const made = redactText(value, redact);
    redacted += made.redacted;
    return made.text;
  };
  const cut = (text: string, cap: "text_bytes" | "excerpt_bytes"): Cut => {
    const made = cutMiddle(text, limits[cap]);
    if (made.dropped > 0) cuts[cap]++;
    return made;
  };
  return {
    cuts,
    redacted: () => redacted,
    excerpt: (value) => toFields("excerpt", cut(toText(clean(value)).text, "excerpt_bytes"), null),
    text(key, value) {
      const { text, base64 } = toText(clean(value));
      return toFields(key, cut(text, "text_bytes"), base64);
    },
    list(key, values) {
      const words = redactArgv(values.slice(0, limits.list_entries), redact);
      redacted += words.redacted;
      if (values.length > words.argv.length) cuts.list_entries++;
      const kept = words.argv.map((value) => cut(toText(value).text, "text_bytes"));
      return toListFields(key, kept, values.length - kept.length);
    },
  };
}

/** A string, and how many bytes its middle lost. */
interface Cut {
  readonly text: string;
  readonly dropped: number;
}

function toFields<K extends string>(key: K, { text, dropped }: Cut, base64: string | null): TextFields<K> {
  const exact = base64 === null || dropped > 0 ? {} : { [`${key}_base64`]: base64 };
  return { [key]: text, ...exact, ...(dropped > 0 ? { [`${key}_dropped_bytes`]: dropped } : {}) } as TextFields<K>;
}

function toListFields<K extends string>(key: K, kept: readonly Cut[], dropped: number): ListFields<K> {
  const bytes = kept.reduce((sum, cut) => sum + cut.dropped, 0);
  return {
    [key]: kept.map(({ text }) => text),
    ...(dropped > 0 ? { [`${key}_dropped`]: dropped } : {}),
    ...(bytes > 0 ? { [`${key}_dropped_bytes`]: bytes } : {}),
  } as ListFields<K>;
}

/** Three quarters of the limit from the beginning and one from the end: a command may follow kilobytes of padding. */
function cutMiddle(text: string, limit: number): Cut {
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return { text, dropped: 0 };
  const head = text.slice(0, Math.ceil((limit * 3) / 4));
  const tail = limit < 8 ? "" : text.slice(-Math.floor(limit / 4));
  const kept = head.replace(/[\uD800-\uDBFF]$/, "") + (tail === "" ? "" : `…${tail.replace(/^[\uDC00-\uDFFF]/, "")}`);
  return { text: kept, dropped: Math.max(Buffer.byteLength(text) - Buffer.byteLength(kept), 1) };
}
