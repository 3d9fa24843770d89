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
