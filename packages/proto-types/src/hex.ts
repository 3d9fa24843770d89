/** Bytes in lower-case hex: how ids are written inside programs. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** The bytes of an id in lower-case hex; null when it is none of that many bytes. */
export function fromHex(text: string, bytes = 16): Uint8Array | null {
  return text.length === bytes * 2 && /^[0-9a-f]*$/.test(text) ? Uint8Array.from(Buffer.from(text, "hex")) : null;
}
