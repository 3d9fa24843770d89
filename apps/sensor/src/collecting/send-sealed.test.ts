import { randomBytes } from "node:crypto";
import { unsealSegments } from "@livetriage/proto-types";
import type { Frame } from "@livetriage/triage-core";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { wait } from "../wait.ts";
import type { Answer } from "../wire/answer.ts";
import { sendSealed } from "./send-sealed.ts";

const identity = await generateX25519Identity();
const recipients = [await identityToRecipient(identity)];
const ITEMS = 64;

/** A phase whose items take four segments. */
async function* frames(): AsyncGenerator<Frame> {
  yield { frame: "header" } as Frame;
  yield { frame: "phase-start", phase: "proc-tree" } as Frame;
  for (let n = 0; n < ITEMS; n++) {
    yield { frame: "item", phase: "proc-tree", item: { text: randomBytes(32_768).toString("hex") } };
  }
  yield {
    frame: "phase-end",
    phase: "proc-tree",
    status: "complete",
    items: ITEMS,
    truncations: [],
  } as unknown as Frame;
  yield { frame: "trailer", ended: "finished" } as Frame;
}

/** Each answer takes so long; what came, and how it was told. */
async function send(leftMs: number, patienceMs: number, answerMs: number) {
  const sealed: Uint8Array[] = [];
  let end: Answer | undefined;
  const answer = async (one: Answer) => {
    await wait(answerMs);
    if (one.kind === "segment") sealed.push(one.sealed);
    else end = one;
  };
  await sendSealed(frames(), { recipients, leftMs: () => leftMs, answer, patienceMs });
  const parts: Uint8Array[] = [];
  for await (const part of unsealSegments(sealed, [identity], { plainBytes: 2 ** 30 })) parts.push(part);
  const text = Buffer.concat(parts).toString();
  const lines = text.split("\n").filter(Boolean);
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const items = told.filter(({ frame }) => frame === "item").length;
  return { items, last: told.find(({ frame }) => frame === "phase-end"), bytes: text.length, end };
}

test.each([
  ["while the budget lasts, waiting costs nothing", 60_000, 0, 30],
  ["after the budget, what is taken in time is not cut", 0, 10_000, 1],
])("%s", async (_, leftMs, patienceMs, answerMs) => {
  const { items, last, bytes, end } = await send(leftMs, patienceMs, answerMs);
  expect(items).toBe(ITEMS);
  expect(last).toMatchObject({ status: "complete", items: ITEMS, truncations: [] });
  expect(end).toMatchObject({ kind: "end", end: { plain_bytes: bytes, ended: "finished" } });
});

test("after the budget, what finds no room is cut and counted, and the end still comes", async () => {
  const { items, last, bytes, end } = await send(0, 10, 200);
  expect(items).toBeLessThan(ITEMS / 2);
  const cut = { cap: "spool", dropped: ITEMS - items, dropped_is: "exact" };
  expect(last).toMatchObject({ status: "partial", items, truncations: [cut] });
  expect(end).toMatchObject({ kind: "end", end: { plain_bytes: bytes, ended: "finished" } });
});
