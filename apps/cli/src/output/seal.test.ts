import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { parseRecipients } from "../config/recipients.ts";
import { sealTo } from "./seal.ts";

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

test("each recipient opens what was sealed, and the clear text is not in it", async () => {
  const identities = await Promise.all([generateX25519Identity(), generateX25519Identity()]);
  const recipients = await Promise.all(
    identities.map(async (identity) => ({ text: await identityToRecipient(identity), place: "k" })),
  );
  const sealed = await collect((await sealTo(recipients))(chunks("evidence of ", "db-1")));
  expect(Buffer.from(sealed).toString("latin1")).toMatch(/^age-encryption\.org\/v1\n/);
  expect(Buffer.from(sealed).includes("evidence")).toBe(false);
  for (const identity of identities) {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect(await decrypter.decrypt(sealed, "text")).toBe("evidence of db-1");
  }
});

test("what is no recipient is named by its line", async () => {
  await expect(sealTo([{ text: "age1zzz", place: "keys.txt line 3" }])).rejects.toMatchObject({
    code: 64,
    message: "--seal-to: keys.txt line 3 is not an age recipient (age1…)",
  });
});

test("a recipients file has comments and empty lines", () => {
  expect(parseRecipients("k", "# team\n\nage1abc\r\n  age1def\n")).toEqual([
    { text: "age1abc", place: "k line 3" },
    { text: "age1def", place: "k line 4" },
  ]);
});

test.each([
  ["# nothing\n", "--seal-to: k holds no age recipient (age1…)"],
  [
    "AGE-SECRET-KEY-1QQQ\n",
    "--seal-to: k line 1 is a secret key; only its recipient (age1…) belongs on a suspect host",
  ],
])("%j is refused", (text, message) => {
  expect(() => parseRecipients("k", text)).toThrow(expect.objectContaining({ code: 64, message }));
});
