import { expect, test } from "vitest";
import { groupCommit } from "./group-commit.ts";

test("what waits is written in one go, one go at a time, in its order", async () => {
  const batches: number[][] = [];
  let writing = 0;
  const commit = groupCommit(async (items: readonly number[]) => {
    writing += 1;
    expect(writing).toBe(1);
    batches.push([...items]);
    await Promise.resolve();
    writing -= 1;
    return items.map((item) => item * 10);
  });
  const first = Promise.all([commit(1), commit(2)]);
  const second = first.then(() => Promise.all([commit(3), commit(4), commit(5)]));
  expect(await first).toEqual([10, 20]);
  expect(await second).toEqual([30, 40, 50]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
});

test("a write that fails fails for all in it, and for no other", async () => {
  const commit = groupCommit(async (items: readonly string[]) => {
    if (items.includes("bad")) throw new Error("no room");
    return items;
  });
  const results = await Promise.allSettled([commit("good"), commit("bad")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await commit("good")).toBe("good");
});

test("writing leaves time in which more can gather", async () => {
  const batches: number[][] = [];
  const commit = groupCommit(async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return items;
  }, 0.5);
  await commit(1);
  const second = commit(2);
  await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all([second, commit(3)]);
  expect(batches).toEqual([[1], [2, 3]]);
});
