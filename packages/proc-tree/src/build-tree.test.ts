import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildTree, type ProcessTree } from "./build-tree.ts";
import type { ProcessNode } from "./item.ts";

const node = (pid: number, ppid: number | null): ProcessNode => ({
  pid,
  ppid,
  start_ticks: "1",
  comm: "x",
  state: "S",
  uid: 0,
  kernel_thread: false,
  exe: null,
  signals: [],
  context: [],
  detail: "basic",
});

const shape = (trees: readonly ProcessTree[]): unknown =>
  trees.map(({ item, children }) => (children.length === 0 ? item.pid : [item.pid, shape(children)]));

/** Every node of a forest, without recursion. */
function flatten(trees: readonly ProcessTree[]): ProcessTree[] {
  const all = [...trees];
  for (const tree of all) all.push(...tree.children);
  return all;
}

describe("buildTree", () => {
  test("children stand below their parents", () => {
    const forest = buildTree([node(1, 0), node(2, 0), node(10, 1), node(11, 10), node(12, 1)]);
    expect(shape(forest)).toEqual([[1, [[10, [11]], 12]], 2]);
    expect(flatten(forest).some(({ orphan, loop }) => orphan || loop)).toBe(false);
  });

  test("a missing and an unknown parent make an orphan", () => {
    expect(buildTree([node(5, 4), node(6, null)])).toMatchObject([{ orphan: true }, { orphan: true }]);
  });

  test("a circle is cut at its first item, whoever enters it", () => {
    const forest = buildTree([node(9, 7), node(5, 6), node(6, 7), node(7, 5)]);
    expect(shape(forest)).toEqual([[5, [[7, [9, 6]]]]]);
    expect(flatten(forest).filter(({ loop }) => loop)).toMatchObject([{ item: { pid: 5 } }]);
  });

  test("a process that is its own parent", () => {
    expect(buildTree([node(3, 3)])).toMatchObject([{ loop: true, orphan: false, children: [] }]);
  });

  test("a chain of 30,000 does not overflow", () => {
    const chain = Array.from({ length: 30_000 }, (_, i) => node(i + 1, i));
    expect(flatten(buildTree(chain))).toHaveLength(30_000);
  });

  test("any list: every item exactly once", () => {
    const pid = fc.integer({ min: 1, max: 12 });
    const item = fc.tuple(pid, fc.option(fc.integer({ min: 0, max: 12 }))).map(([pid, ppid]) => node(pid, ppid));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 20 }), (items) => {
        const found = flatten(buildTree(items)).map((tree) => tree.item);
        expect(found).toHaveLength(items.length);
        expect(new Set(found)).toEqual(new Set(items));
      }),
    );
  });
});
