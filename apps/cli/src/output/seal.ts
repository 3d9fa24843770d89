import { usageError } from "../exit.ts";

/** Turns a stream of bytes into the same stream encrypted. */
export type Seal = (clear: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A recipient and where the operator wrote it. */
export interface Recipient {
  readonly text: string;
  /** `FILE line N`. */
  readonly place: string;
}

/** Encryption to age recipients. Source: the age file format, age-encryption.org/v1. */
export async function sealTo(recipients: readonly Recipient[]): Promise<Seal> {
  const { Encrypter } = await import("age-encryption"); // loaded only where sealing is asked for
  const encrypter = new Encrypter();
  for (const { text, place } of recipients) {
    try {
      encrypter.addRecipient(text);
    } catch {
      throw usageError(`--seal-to: ${place} is not an age recipient (age1…)`);
    }
  }
  return async function* (clear) {
    yield* await encrypter.encrypt(ReadableStream.from<Uint8Array>(clear));
  };
}
