import {
  collectEvents,
  type MemEntries,
  type MemNode,
  memHost,
  TEST_NOW_NS,
  testContext,
} from "@livetriage/triage-core/testing";
import { describe, expect, it } from "vitest";
import { recentFiles } from "./phase.ts";

const MINUTE = 60_000_000_000n;
const DAY = 1440n * MINUTE;
const INSTALLED = TEST_NOW_NS - 5n * DAY;
/** md5 of "stock". */
const STOCK = "908880209a64ea539ae8dc5fdb7e0a91";

const at = (ns: bigint, mode = 0o755): MemNode => ({ mtime_ns: ns - 90n * DAY, ctime_ns: ns, mode, content: "stock" });
const paths = ["/usr/bin/a", "/usr/bin/b", "/usr/bin/c", "/usr/lib/pkg/d.so", "/etc/pkg.conf"];
const DPKG: MemEntries = {
  "/proc": { type: "directory" },
  "/var/lib/dpkg": { type: "directory" },
  "/var/lib/dpkg/info/pkg:amd64.list": {
    content: `/.\n${paths.join("\n")}\n`,
    mtime_ns: INSTALLED,
    ctime_ns: INSTALLED,
  },
  "/var/lib/dpkg/info/pkg:amd64.md5sums": `${paths.map((path) => `${STOCK}  ${path.slice(1)}`).join("\n")}\n`,
  "/var/lib/dpkg/status": `Package: pkg\nConffiles:\n /etc/pkg.conf ${STOCK}\n`,
};
const collect = async (entries: MemEntries) => {
  const { items } = await collectEvents(
    recentFiles,
    testContext(recentFiles, { host: memHost({ ...DPKG, ...entries }) }),
  );
  return items.filter(({ path }) => !path.startsWith("/var/lib/dpkg"));
};

describe("packages", () => {
  it("fold what changed with their installation, per directory", async () => {
    const items = await collect({
      "/usr/bin/a": at(INSTALLED - MINUTE),
      "/usr/bin/b": at(INSTALLED + MINUTE),
      "/usr/bin/c": at(INSTALLED + 9n * MINUTE),
      "/usr/lib/pkg/d.so": at(INSTALLED),
    });
    expect(items).toMatchObject([
      {
        path: "/usr/bin/c",
        packaged: true,
        package: "pkg",
        package_digest: "same",
        folded: { by: "package", count: 3 },
        signals: [],
      },
      { path: "/usr/lib/pkg/d.so", signals: [] },
    ]);
  });

  it("do not fold what changed later, and tell it", async () => {
    const later = { ...at(INSTALLED + DAY), mtime_ns: INSTALLED + DAY, content: "trojan" };
    const items = await collect({ "/usr/bin/a": at(INSTALLED), "/usr/bin/b": at(INSTALLED), "/usr/bin/c": later });
    expect(items[0]).toMatchObject({
      path: "/usr/bin/c",
      package_digest: "changed",
      signals: ["package_digest_changed", "program_after_install"],
    });
    expect(items[0]).not.toHaveProperty("folded");
    expect(items).toHaveLength(2);
  });

  it("leave their configuration to the administrator", async () => {
    const edited = { ...at(TEST_NOW_NS - DAY, 0o644), content: "edited" };
    expect(await collect({ "/etc/pkg.conf": edited })).toMatchObject([{ package_digest: "changed", signals: [] }]);
  });

  it.each([
    ["/usr/bin/implant", ["program_of_no_package", "backdated_program"]],
    ["/usr/lib/modules/6.1/kernel/rootkit.ko", ["program_of_no_package", "backdated_program"]],
    ["/usr/lib/modules/6.1/updates/dkms/nvidia.ko", ["backdated_program"]],
    ["/usr/lib/evil.so", ["backdated_program"]],
    ["/usr/local/bin/tool", []],
    ["/opt/tool", []],
  ])("do not own %s", async (path, signals) => {
    const planted = { ...at(TEST_NOW_NS - DAY), birthtime_ns: TEST_NOW_NS - DAY };
    expect(await collect({ [path]: planted })).toMatchObject([
      { packaged: false, package: null, package_digest: null, signals },
    ]);
  });

  it("are unknown where there is no database", async () => {
    const host = memHost({ "/proc": { type: "directory" }, "/usr/bin/a": at(INSTALLED) });
    const { items } = await collectEvents(recentFiles, testContext(recentFiles, { host }));
    expect(items).toMatchObject([{ packaged: null, package: null, signals: [] }]);
  });
});

it("an apk transaction folds what it changed, and tells what changed later", async () => {
  const entries: MemEntries = {
    "/proc": { type: "directory" },
    "/lib/apk/db/installed": {
      content: "P:busybox\nF:bin\nR:busybox\nR:ls\nP:tool\nF:usr/bin\nR:tool\n",
      mtime_ns: INSTALLED,
      ctime_ns: INSTALLED,
    },
    "/bin/busybox": at(INSTALLED),
    "/bin/ls": at(INSTALLED - MINUTE),
    "/usr/bin/tool": { ...at(INSTALLED + DAY), mtime_ns: INSTALLED + DAY },
  };
  const { items } = await collectEvents(recentFiles, testContext(recentFiles, { host: memHost(entries) }));
  expect(items).toContainEqual(
    expect.objectContaining({ path: "/bin/busybox", package: "busybox", folded: { by: "package", count: 2 } }),
  );
  expect(items.find(({ path }) => path === "/usr/bin/tool")?.signals).toContain("program_after_install");
});
