import { expect, test } from "vitest";
import { merge } from "./merge.ts";

async function* count(from: number, to: number): AsyncGenerator<readonly number[]> {
  for (let i = from; i < to; i += 2) yield i + 1 < to ? [i, i + 1] : [i];
}

test("every value of every source comes, each source in its own order", async () => {
  const seen: number[] = [];
  for await (const values of merge([count(0, 1000), count(1000, 1003), count(0, 0)])) seen.push(...values);
  expect(seen.filter((n) => n < 1000)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  expect(seen.filter((n) => n >= 1000)).toEqual([1000, 1001, 1002]);
});

test("a source that fails fails the stream after the others had their say", async () => {
  async function* bad(): AsyncGenerator<readonly number[]> {
    yield [1];
    throw new Error("broken");
  }
  const seen: number[] = [];
  const drain = async (): Promise<void> => {
    for await (const values of merge([bad(), count(10, 12)])) seen.push(...values);
  };
  await expect(drain()).rejects.toThrow("broken");
  expect(seen.toSorted((a, b) => a - b)).toEqual([1, 10, 11]);
});
