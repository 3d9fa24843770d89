/**
 * The bytes that are signed for a document: its type and its payload, each with its length, so that no two documents
 * give the same bytes.
 *
 * Shape:  `DSSEv1 LEN(type) type LEN(payload) payload`, lengths in decimal.
 * Source: DSSE protocol 1.0, section "Signature Definition".
 */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = new TextEncoder().encode(payloadType);
  const head = new TextEncoder().encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
  const out = new Uint8Array(head.length + payload.length);
  out.set(head);
  out.set(payload, head.length);
  return out;
}
