import { readFile } from "node:fs/promises";
import { reasonOf, usageError } from "../exit.ts";
import type { Recipient } from "../output/seal.ts";

/**
 * The age recipients of the files that the operator names.
 *
 * Shape: one `age1…` a line; empty lines and lines that begin with `#` say nothing.
 */
export async function readRecipients(files: readonly string[]): Promise<Recipient[]> {
  const lists = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, "utf8").catch((error: unknown) => {
        throw usageError(`--seal-to: ${file} cannot be read (${reasonOf(error)})`);
      });
      return parseRecipients(file, text);
    }),
  );
  return lists.flat();
}

/** The recipients of one file's text. */
export function parseRecipients(file: string, text: string): Recipient[] {
  const recipients = text
    .split("\n")
    .map((line, i) => ({ text: line.trim(), place: `${file} line ${i + 1}` }))
    .filter(({ text }) => text !== "" && !text.startsWith("#"));
  const secret = recipients.find(({ text }) => text.startsWith("AGE-SECRET-KEY-"));
  if (secret !== undefined) {
    throw usageError(
      `--seal-to: ${secret.place} is a secret key; only its recipient (age1…) belongs on a suspect host`,
    );
  }
  if (recipients.length === 0) throw usageError(`--seal-to: ${file} holds no age recipient (age1…)`);
  return recipients;
}
