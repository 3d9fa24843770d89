import { expect, test } from "vitest";
import { type MemEntries, memHost } from "../../testing/index.ts";
import { pathMatcher, watchHost } from "../../testing/read-patterns.ts";
import { createTables } from "../tables.ts";
import { PACKAGE_FILES } from "./package-files.ts";

const DPKG: MemEntries = {
  "/var/lib/dpkg/status": "Package: x\n",
  "/var/lib/dpkg/info/x.list": "/usr/bin/x\n",
  "/var/lib/dpkg/info/x.md5sums": "d41d8cd98f00b204e9800998ecf8427e  usr/bin/x\n",
};
const PACMAN: MemEntries = { "/var/lib/pacman/local/x-1-1/files": "%FILES%\nusr/bin/x\n" };

test.each([
  ["dpkg", DPKG],
  ["pacman", PACMAN],
])("%s: nothing is asked for but these and the file that is to be compared", async (_name, files) => {
  const asked: string[] = [];
  const host = watchHost(memHost({ ...files, "/usr/bin/x": "x" }), { onPath: (path) => asked.push(path) });
  const { owners } = await createTables(host).owners(["/usr/bin/x"], ["/usr/bin/x"], 1_000_000);
  expect(owners.get("/usr/bin/x")?.package).toBe("x");
  const isDeclared = pathMatcher([...PACKAGE_FILES, "/usr/bin/x"], []);
  expect(asked.filter((path) => !isDeclared(path))).toEqual([]);
});
