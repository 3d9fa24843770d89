import type { FileStat, OwnerTable } from "@livetriage/triage-core";
import { expect, test } from "vitest";
import { findReplaced } from "./find-replaced.ts";

const INSTALLED = 1_700_000_000;

const file = (path: string, ctime_s: number) => ({
  path,
  stat: { ctime_ns: BigInt(ctime_s) * 1_000_000_000n } as FileStat,
});

const owned = (paths: readonly string[], installed_s: readonly number[]) => ({
  owners: new Map(
    paths.map((path) => [
      path,
      { package: "p", manager: "dpkg", config: false, installed_s, digest: "unknown" } as const,
    ]),
  ) as OwnerTable["owners"],
});

test("inodes that changed after their package came, and its own run", () => {
  const files = [file("/a", INSTALLED + 3600), file("/b", INSTALLED + 30), file("/local", INSTALLED + 3600)];
  expect(findReplaced(files, owned(["/a", "/b"], [INSTALLED - 5, INSTALLED])).map(({ path }) => path)).toEqual(["/a"]);
});

test("nothing where it is not recorded when packages came", () => {
  expect(findReplaced([file("/a", INSTALLED)], owned(["/a"], []))).toEqual([]);
});

test("nothing where the whole tree was copied", () => {
  const files = Array.from({ length: 65 }, (_unused, i) => file(`/${i}`, INSTALLED + 3600));
  const paths = files.map(({ path }) => path);
  expect(findReplaced(files, owned(paths, [INSTALLED]))).toEqual([]);
  expect(findReplaced(files.slice(1), owned(paths, [INSTALLED]))).toHaveLength(64);
});
