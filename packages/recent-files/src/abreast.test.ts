import { expect, it } from "vitest";
import { abreast } from "./abreast.ts";

async function* each<T>(sources: readonly T[]) {
  yield* sources;
}

it("takes from as many streams as it may, in turn, and from all in the end", async () => {
  let open = 0;
  let most = 0;
  async function* count(name: string) {
    most = Math.max(most, ++open);
    for (let i = 0; i < 3; i++) {
      await Promise.resolve();
      yield `${name}${i}`;
    }
    open--;
  }
  const values: string[] = [];
  for await (const value of abreast(each(["a", "b", "c"].map(count)), 2)) values.push(value);
  expect(most).toBe(2);
  expect(values.slice(0, 4).toSorted()).toEqual(["a0", "a1", "b0", "b1"]);
  expect(values.toSorted()).toEqual(["a0", "a1", "a2", "b0", "b1", "b2", "c0", "c1", "c2"]);
});

it("goes on with the streams that it has while the next one is not known", async () => {
  async function* unending() {
    yield each(["a", "b"]);
    await new Promise(() => {});
  }
  const values = abreast(unending(), 2);
  expect([await values.next(), await values.next()]).toMatchObject([{ value: "a" }, { value: "b" }]);
});

it("ends all of them when its reader leaves, and fails with any of them", async () => {
  const left: number[] = [];
  async function* endless(name: number) {
    try {
      for (;;) yield name;
    } finally {
      left.push(name);
    }
  }
  for await (const _ of abreast(each([1, 2, 3].map(endless)), 2)) break;
  await expect.poll(() => left).toEqual([1, 2]);
  async function* failing() {
    yield await Promise.reject(new Error("gone"));
  }
  await expect(abreast(each([failing()]), 2).next()).rejects.toThrow("gone");
});
