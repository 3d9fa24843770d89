import { buildTree, type ProcessNode } from "@livetriage/proc-tree";
import { expect, test } from "vitest";
import { placeTree } from "./place-tree.ts";

const p = (pid: number, ppid: number, comm = `p${pid}`) => ({ pid, ppid, comm }) as ProcessNode;
const drawn = (...items: ProcessNode[]) =>
  placeTree(buildTree(items), ({ item }) => String(item.comm)).map(
    ({ tree, path, count }) => `${" ".repeat(path.length)}${tree.item.pid}x${count}`,
  );

test("children below their parents, in the order given", () => {
  expect(drawn(p(1, 0), p(5, 1), p(3, 1), p(4, 5))).toEqual(["1x1", " 5x1", "  4x1", " 3x1"]);
});

test("equal siblings without children are one row", () => {
  expect(drawn(p(1, 0), p(2, 1, "w"), p(3, 1, "w"), p(4, 1, "w"), p(5, 4))).toEqual(["1x1", " 2x2", " 4x1", "  5x1"]);
});

test("a chain of any length is drawn, not deeper than 32", () => {
  const placed = placeTree(buildTree(Array.from({ length: 20_000 }, (_, i) => p(i + 1, i))), () => "");
  expect(placed).toHaveLength(20_000);
  expect(Math.max(...placed.map(({ path }) => path.length))).toBe(32);
});
