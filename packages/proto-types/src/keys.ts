import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** What the SubjectPublicKeyInfo of an ed25519 key begins with; its last 32 bytes are the key (RFC 8410). */
const ED25519_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** The public half of a key. */
export function publicHalf(key: KeyObject): KeyObject {
  return key.type === "private" ? createPublicKey(key) : key;
}

/** What `keyIdOf` found. */
const keyIds = new WeakMap<KeyObject, Uint8Array>();

/** How a signature names its key: the first 16 bytes of the sha256 of the SubjectPublicKeyInfo. */
export function keyIdOf(key: KeyObject): Uint8Array {
  const known = keyIds.get(key);
  if (known !== undefined) return known;
  const spki = publicHalf(key).export({ type: "spki", format: "der" });
  const id = Uint8Array.from(createHash("sha256").update(spki).digest().subarray(0, 16));
  keyIds.set(key, id);
  return id;
}

/** The public key of a SubjectPublicKeyInfo in DER. Errors: throws when it is none. */
export function spkiKey(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), type: "spki", format: "der" });
}

/** The ed25519 key of these 32 bytes; null for another number of bytes. */
export function ed25519Key(bytes: Uint8Array): KeyObject | null {
  if (bytes.length !== 32) return null;
  return spkiKey(Buffer.concat([ED25519_PREFIX, bytes]));
}

/** The 32 bytes of an ed25519 key's public half. */
export function ed25519Bytes(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType !== "ed25519") throw new TypeError("not an ed25519 key");
  return Uint8Array.from(publicHalf(key).export({ type: "spki", format: "der" }).subarray(ED25519_PREFIX.length));
}

/** Is this a kind of key that documents are signed with: ed25519, or ECDSA on P-256? */
export function isSigningKey(key: KeyObject): boolean {
  return key.asymmetricKeyType === "ed25519" || key.asymmetricKeyDetails?.namedCurve === "prime256v1";
}
