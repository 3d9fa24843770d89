import { collectEvents, type MemEntries, memHost, TEST_NOW_NS, testContext } from "@livetriage/triage-core/testing";
import { expect, it } from "vitest";
import { recentFiles } from "./phase.ts";

const DAY = 86_400_000_000_000n;
const many = (count: number, entry: (i: number) => [string, MemEntries[string]]): MemEntries =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => entry(i)));
const at = (ns: bigint, uid = 0, mode = 0o755) => ({ mtime_ns: ns, ctime_ns: ns, uid, mode });

const UPGRADED = TEST_NOW_NS - DAY;
const packaged = (i: number) => `/usr/lib/pkg${i % 100}/${i}.so`;
const upgrade: MemEntries = {
  ...many(5000, (i) => [packaged(i), at(UPGRADED)]),
  ...many(100, (i) => [
    `/var/lib/dpkg/info/pkg${i}.list`,
    {
      ...at(UPGRADED, 0, 0o644),
      content: `${Array.from({ length: 50 }, (_, k) => packaged(k * 100 + i)).join("\n")}\n`,
    },
  ]),
};
const bulk = many(5000, (i) => [`/srv/data/${i % 50}/${i}`, at(TEST_NOW_NS - BigInt(i), 33, 0o644)]);
const futures = many(2000, (i) => [`/home/mallory/${i}/x`, at(TEST_NOW_NS + 400n * DAY, 1000)]);
const PLANTED = "/usr/lib/x86/.implant";

it.each([
  ["bulk files", bulk],
  ["executables of another user dated ahead in directories of their own", futures],
  ["files of packages that were upgraded", upgrade],
  ["all of them", { ...bulk, ...futures, ...upgrade }],
])("the planted executable stays, however many newer %s there are", async (_name, flood) => {
  const entries = { "/proc": { type: "directory" }, ...flood, [PLANTED]: at(TEST_NOW_NS - 20n * DAY) } as const;
  const { items, truncations } = await collectEvents(recentFiles, testContext(recentFiles, { host: memHost(entries) }));
  expect(items.map(({ path }) => path)).toContain(PLANTED);
  const seen = Object.keys(flood).length;
  const told = items.reduce((sum, { folded }) => sum + (folded?.count ?? 1), 0);
  const dropped = truncations.find(({ cap }) => cap === "entries")?.dropped ?? 0;
  expect(told + dropped).toBeGreaterThan(seen);
});
