import { memHost } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { createGlobTree } from "./glob-tree.ts";
import { createLister, type Gaps } from "./list-directories.ts";
import { readGlobs } from "./read-globs.ts";

const LIMITS = { directory_entries: 2, tree_entries: 3 };

test("a directory that links lead to as well is listed once, and its files count once", async () => {
  const host = memHost({ "/usr/lib/x.conf": "", "/lib": { link: "usr/lib" } });
  const listed: string[] = [];
  const watched = {
    ...host,
    list: (...[path, options]: Parameters<typeof host.list>) => {
      listed.push(path);
      return host.list(path, options);
    },
  };
  const globs = ["/lib/*.conf", "/usr/lib/*"].map((glob) => [glob, { glob }] as const);
  const { matches } = await readGlobs(watched, createGlobTree(globs), { root: "/", limits: LIMITS });
  expect(listed).toEqual(["/usr/lib"]);
  expect(matches.map(({ path, owners }) => [path, owners.length])).toEqual([["/usr/lib/x.conf", 2]]);
});

test("what is cut is told: of one directory, and of a tree once", async () => {
  const files = ["/a/1", "/a/2", "/a/3", "/a/b/1", "/a/b/2", "/a/c/1", "/a/c/2"];
  const told: Gaps = { errors: [], truncations: [] };
  const list = createLister(memHost(Object.fromEntries(files.map((path) => [path, ""]))), LIMITS, told);
  const counts = [];
  for (const path of ["/a", "/a/b", "/a/c", "/gone"]) counts.push((await list(path)).length);
  expect(counts).toEqual([2, 1, 0, 0]);
  expect(told.truncations.map(({ cap, source }) => [cap, source])).toEqual([
    ["directory_entries", "/a"],
    ["tree_entries", "/a"],
  ]);
  expect(told.errors).toEqual([]);
});
