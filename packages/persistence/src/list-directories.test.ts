import { memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { createGlobTree } from "./glob-tree.ts";
import { createLister, type Gaps } from "./list-directories.ts";
import { persistence } from "./phase.ts";
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
  const { matches } = await readGlobs(testContext(persistence, { host: watched }), createGlobTree(globs), {
    root: "/",
    limits: LIMITS,
  });
  expect(listed).toEqual(["/usr/lib"]);
  expect(matches.map(({ path, owners }) => [path, owners.length])).toEqual([["/usr/lib/x.conf", 2]]);
});

test("the directory of dpkg is listed once, for its database and for the walk; what a tree may not have is cut", async () => {
  const host = memHost(Object.fromEntries(["a", "b", "c", "d"].map((name) => [`/var/lib/dpkg/info/${name}.list`, ""])));
  let lists = 0;
  const watched = { ...host, list: (...args: Parameters<typeof host.list>) => (lists++, host.list(...args)) };
  const context = testContext(persistence, { host: watched });
  const tree = createGlobTree([["/var/lib/dpkg/info/*.list", { glob: "" }]]);
  const found = await readGlobs(context, tree, { root: "/", limits: LIMITS });
  const walked = lists;
  const { databases } = await context.tables.owners([], [], 0);
  expect([found.matches.length, walked, databases]).toEqual([3, 1, ["dpkg"]]);
  expect(found.truncations).toMatchObject([{ cap: "tree_entries", source: "/var", dropped: 1 }]);
  expect(lists).toBe(walked + 1); // that of pacman
});

test("what is cut is told: of one directory, and of a tree once", async () => {
  const files = ["/a/1", "/a/2", "/a/3", "/a/b/1", "/a/b/2", "/a/c/1", "/a/c/2"];
  const told: Gaps = { errors: [], truncations: [] };
  const host = memHost(Object.fromEntries(files.map((path) => [path, ""])));
  const list = createLister(testContext(persistence, { host }), LIMITS, told);
  const counts = [];
  for (const path of ["/a", "/a/b", "/a/c", "/gone"]) counts.push((await list(path)).length);
  expect(counts).toEqual([2, 1, 0, 0]);
  expect(told.truncations.map(({ cap, source }) => [cap, source])).toEqual([
    ["directory_entries", "/a"],
    ["tree_entries", "/a"],
  ]);
  expect(told.errors).toEqual([]);
});
