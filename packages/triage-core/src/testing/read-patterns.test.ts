import { expect, test } from "vitest";
import { memHost } from "../host/mem/mem-host.ts";
import { pathMatcher, watchHost } from "./read-patterns.ts";

const HOMES = ["/root", "/home/al"];

test.each([
  ["/proc/[pid]/stat", "/proc/1/stat", true],
  ["/proc/[pid]/stat", "/proc/1", true],
  ["/proc/[pid]/stat", "/proc/self/stat", false],
  ["/proc/[pid]/stat", "/proc/1/status", false],
  ["/proc/[pid]/ns/[name]", "/proc/1/ns/net", true],
  ["/etc/cron.d/*", "/etc/cron.d/x", true],
  ["/etc/cron.d/*", "/etc/cron.d", true],
  ["/etc/cron.d/*", "/etc", false],
  ["/etc/cron.d/*", "/etc/cron.d/x/y", false],
  ["/etc/cron.d/*", "/etc/cronxd/x", false],
  ["/etc/cron.{daily,hourly}/*", "/etc/cron.hourly/x", true],
  ["/etc/cron.{daily,hourly}/*", "/etc/cron.weekly/x", false],
  ["/etc/systemd/**", "/etc/systemd/a/b/c", true],
  ["/etc/systemd/**", "/etc/systemd", true],
  ["/etc/systemd/**", "/etc/systemdx", false],
  ["/**", "/any/thing", true],
  ["/a/**/x", "/a/b/c/x", true],
  ["/a/**/x", "/a/x", true],
  ["~/.bashrc", "/home/al/.bashrc", true],
  ["~/.bashrc", "/home/eve/.bashrc", false],
  ["/etc/?", "/etc/a\n", false],
  ["/etc/*", "/etc/a\nb", true],
])("%s covers %j: %s", (pattern, path, covered) => {
  expect(pathMatcher([pattern], HOMES)(path)).toBe(covered);
});

test("what a link leads to, where that is declared", () => {
  const covers = pathMatcher(["/proc/[pid]/exe ->", "/etc/x"], HOMES);
  expect(covers("/usr/bin/cron", ["/proc/7/exe"])).toBe(true);
  expect(covers("/usr/bin/cron", ["/proc/7/cwd"])).toBe(false);
  expect(covers("/usr/bin/cron")).toBe(false);
  expect(covers("/proc/7/exe")).toBe(false);
});

test("every link that was read is told with what it leads to", async () => {
  const told: string[][] = [];
  const files = { "/proc/4/stat": "4 (x) S 1 1", "/proc/4/exe": { link: "/bin/x" }, "/etc/l": { link: "/t" } };
  const host = watchHost(memHost(files), { onPath: () => undefined, onLink: (...link) => told.push(link) });
  await host.readSet("/proc/4", [{ file: "comm", maxBytes: 1 }, { link: "exe" }, { link: "cwd" }]);
  await host.readLink("/etc/l");
  await host.readLink("/etc/none");
  expect(told).toEqual([
    ["/proc/4/exe", "/bin/x"],
    ["/etc/l", "/t"],
  ]);
});

test("every ask tells its paths", async () => {
  const seen: string[] = [];
  const host = watchHost(memHost({}, { find: true }), { onPath: (path) => seen.push(path) });
  await host.readSet("/proc/4", [
    { file: "comm", maxBytes: 1 },
    { link: "cwd" },
    { stat: "exe" },
    { links: "fd", maxEntries: 1 },
    { hash: "exe", maxBytes: 1 },
  ]);
  await host.list("/list", { maxEntries: 1 });
  await host.readFile("/file", { maxBytes: 1 });
  await host.readLink("/link");
  await host.lstat("/lstat");
  await host.resolve("/resolve");
  await host.hash("/hash", { maxBytes: 1 });
  await host.probe(1, 2);
  for await (const event of host.find?.({
    starts: ["/find"],
    maxDepth: 1,
    changedSinceNs: 0n,
    prune: [],
    signal: AbortSignal.abort(),
  }) ?? [])
    void event;
  expect(seen).toEqual([
    ...["stat", "comm", "cwd", "exe", "fd", "exe"].map((name) => `/proc/4/${name}`),
    "/list",
    "/file",
    "/link",
    "/lstat",
    "/resolve",
    "/hash",
    "/proc/1",
    "/find",
  ]);
});
