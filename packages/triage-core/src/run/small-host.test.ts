import { expect, test } from "vitest";
import { memHost } from "../host/mem/mem-host.ts";
import { quarterCaps, readSmallHost } from "./small-host.ts";

const LIMITS = "Limit                     Soft Limit           Hard Limit           Units     \n";
const files = (n: number): string =>
  `${LIMITS}Max open files            ${n}                20000                files     \n`;

test.each([
  ["a large host", { "/proc/self/limits": files(1024), "/proc/self/cgroup": "0::/\n" }, null],
  ["few files", { "/proc/self/limits": files(32) }, "may open 32 files"],
  [
    "a cgroup v2 limit on a parent",
    {
      "/proc/self/cgroup": "0::/a/b\n",
      "/sys/fs/cgroup/a/memory.max": "134217728\n",
      "/sys/fs/cgroup/a/b/memory.max": "max\n",
    },
    "may use 134217728 bytes of memory",
  ],
  [
    "a cgroup v1 limit",
    {
      "/proc/self/cgroup": "5:devices:/x\n4:memory:/x\n",
      "/sys/fs/cgroup/memory/x/memory.limit_in_bytes": "100000000\n",
    },
    "may use 100000000 bytes of memory",
  ],
  ["a root cgroup seen from inside", { "/sys/fs/cgroup/memory.max": "1000\n" }, "may use 1000 bytes of memory"],
  ["nothing to read", {}, null],
])("%s", async (_name, entries, expected) => {
  expect(await readSmallHost(memHost(entries))).toBe(expected);
});

test("a quarter of every cap, never nothing", () => {
  expect(quarterCaps({ entries: 4096, bytes: 1000, links: 1 })).toEqual({ entries: 1024, bytes: 250, links: 1 });
});
