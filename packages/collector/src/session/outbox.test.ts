import { Code } from "@connectrpc/connect";
import { expect, test } from "vitest";
import { Outbox } from "./outbox.ts";

test("gives messages in order, those that wait and those that come", async () => {
  const outbox = new Outbox<number>();
  outbox.put(1);
  const first = await outbox.next();
  const second = outbox.next();
  outbox.put(2);
  outbox.put(3);
  outbox.end();
  expect([first, await second, await outbox.next(), await outbox.next()]).toEqual([
    { done: false, value: 1 },
    { done: false, value: 2 },
    { done: false, value: 3 },
    { done: true, value: undefined },
  ]);
});

test("a peer that leaves more than 1 MiB unread loses the stream, and nothing is kept for it", async () => {
  const outbox = new Outbox<string>();
  for (let i = 0; i < 17; i += 1) outbox.put("message", 65_536);
  expect(outbox.ended).toBe(true);
  await expect(outbox.next()).rejects.toMatchObject({ code: Code.ResourceExhausted });
});

test("what is read makes room", async () => {
  const outbox = new Outbox<string>();
  for (let i = 0; i < 100; i += 1) {
    outbox.put("message", 65_536);
    await outbox.next();
  }
  expect(outbox.ended).toBe(false);
});
