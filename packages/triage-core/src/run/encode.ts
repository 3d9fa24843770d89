import type { TriagePackage } from "../schema/envelope.ts";
import type { Frame } from "../schema/frame.ts";

interface Encoded {
  readonly text: string;
  /** In UTF-8. */
  readonly bytes: number;
}

/** Items already encoded. An item is never changed after it was handed on, so its text stays true. */
const known = new WeakMap<object, Encoded>();

/** One item as compact JSON, encoded once. */
export function encodeItem(item: object): string {
  return encode(item).text;
}

/** Bytes that an item takes in the document. */
export function encodedSize(item: object): number {
  return encode(item).bytes;
}

function encode(item: object): Encoded {
  const before = known.get(item);
  if (before !== undefined) return before;
  const text = JSON.stringify(item);
  const encoded = { text, bytes: Buffer.byteLength(text, "utf8") };
  known.set(item, encoded);
  return encoded;
}

/** One frame as a line of NDJSON, its newline included. */
export function encodeFrame(frame: Frame): string {
  if (frame.frame !== "item") return `${JSON.stringify(frame)}\n`;
  return `{"frame":"item","phase":${JSON.stringify(frame.phase)},"item":${encodeItem(frame.item as object)}}\n`;
}

/** The whole document as compact JSON, equal to `JSON.stringify(document)`; items are not encoded again. */
export function encodePackage(document: TriagePackage): string {
  const { phases, ...rest } = document;
  const sections = Object.entries(phases).map(([name, { items, ...section }]) => {
    const list = items.map((item) => encodeItem(item as object)).join(",");
    return `${JSON.stringify(name)}:${JSON.stringify(section).slice(0, -1)},"items":[${list}]}`;
  });
  return `${JSON.stringify(rest).slice(0, -1)},"phases":{${sections.join(",")}}}`;
}
