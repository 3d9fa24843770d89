import type { TriagePackage } from "../schema/envelope.ts";
import type { Frame } from "../schema/frame.ts";

/** JSON of items already encoded. An item is never changed after it was handed on, so its text stays true. */
const texts = new WeakMap<object, string>();

/** One item as compact JSON, encoded once. */
export function encodeItem(item: object): string {
  const known = texts.get(item);
  if (known !== undefined) return known;
  const text = JSON.stringify(item);
  texts.set(item, text);
  return text;
}

/** Bytes that an item takes in the document. */
export function encodedSize(item: object): number {
  return Buffer.byteLength(encodeItem(item), "utf8");
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
