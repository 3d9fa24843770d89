import { describe, expect, test } from "vitest";
import type { MountPoint } from "../contract/host-facts.ts";
import type { HostReader } from "../contract/host-reader.ts";
import type { MemEntries } from "../host/mem/entries.ts";
import { memHost } from "../host/mem/mem-host.ts";
import { testFacts } from "../testing/test-facts.ts";
import { listProc } from "./list-proc.ts";
import { readIntegrity } from "./read-integrity.ts";
import { createSources } from "./sources.ts";

const OWN: MemEntries = {
  "/proc/7/environ": "PATH=/bin\0",
  "/proc/7/maps": "1000-2000 r-xp 00000000 08:01 5 /opt/node\n",
  "/proc/7/status": "TracerPid:\t0\n",
  "/proc/7/exe": { link: "/opt/node" },
};

const ALL = ["preload", "listing", "environment", "mappings", "tracer", "mounts"];

function mount(mount_point: string, fs_type: string): MountPoint {
  const rest = { device: "0:1", root: "/", source: "x", options: "", super_options: "" };
  return { mount_id: 1, parent_id: 0, mount_point, fs_type, ...rest };
}

function look(host: HostReader, mounts: readonly MountPoint[] = [mount("/proc", "proc")]) {
  return readIntegrity(host, createSources(host), testFacts({ collector_pids: [7], mounts }), listProc(host));
}

const signsOf = async (more: MemEntries, mounts?: readonly MountPoint[]) =>
  (await look(memHost({ ...OWN, ...more }), mounts))?.signs;

describe("signs", () => {
  test("none where nothing is wrong, and all was looked at", async () => {
    expect(await look(memHost(OWN))).toEqual({ checked: expect.arrayContaining(ALL) as string[], signs: [] });
  });

  test.each<[string, MemEntries, object]>([
    [
      "a preloaded library for all",
      { "/etc/ld.so.preload": "/lib/x.so\n\n" },
      { id: "preload_file", source: "/etc/ld.so.preload", value: "/lib/x.so" },
    ],
    [
      "one in our environment",
      { "/proc/7/environ": "LD_PRELOAD=/tmp/x.so\0" },
      { id: "preload_environment", source: "/proc/7/environ", value: "LD_PRELOAD=/tmp/x.so" },
    ],
    [
      "foreign code",
      { "/proc/7/maps": "1000-2000 r-xp 00000000 08:01 5 /tmp/x.so\n" },
      { id: "foreign_mapping", source: "/proc/7/maps", value: "/tmp/x.so" },
    ],
    [
      "a tracer",
      { "/proc/7/status": "TracerPid:\t3\n" },
      { id: "traced", source: "/proc/7/status", value: "by process 3" },
    ],
  ])("%s", async (_name, more, sign) => {
    expect(await signsOf(more)).toEqual([sign]);
  });

  test("mounts over /proc, those of container managers and lxcfs not", async () => {
    const mounts = [
      mount("/proc", "proc"),
      mount("/proc/kcore", "tmpfs"),
      mount("/proc/sys/fs/binfmt_misc", "autofs"),
      mount("/proc/meminfo", "fuse.lxcfs"),
      mount("/proc/812", "tmpfs"),
      mount("/proc/net/tcp", "ext4"),
    ];
    const source = "/proc/self/mountinfo";
    expect(await signsOf({}, mounts)).toEqual([
      { id: "proc_overmounted", source, value: "/proc/812 (tmpfs)" },
      { id: "proc_overmounted", source, value: "/proc/net/tcp (ext4)" },
    ]);
    expect(await signsOf({}, [mount("/proc", "tmpfs")])).toEqual([{ id: "proc_not_procfs", source, value: "tmpfs" }]);
  });

  test("a process that one view of /proc hides, but none that ends meanwhile", async () => {
    const mem = memHost({ ...OWN, "/proc/9/stat": "", "/proc/10/stat": "" });
    let lists = 0;
    const host: HostReader = {
      ...mem,
      async list(dir, options) {
        const listing = await mem.list(dir, options);
        if (!listing.ok) return listing;
        const isLast = options.otherView === true && lists++ === 1;
        const gone = options.otherView === true ? (isLast ? ["10"] : []) : ["9", "10"];
        return {
          ok: true,
          value: { ...listing.value, entries: listing.value.entries.filter(({ name }) => !gone.includes(name)) },
        };
      },
    };
    expect((await look(host))?.signs).toEqual([{ id: "listing_disagrees", source: "/proc", value: "process 9" }]);
  });
});

test("what could not be looked at is not claimed", async () => {
  const host = memHost({ "/etc/ld.so.preload": { errno: "EACCES" }, "/proc": { errno: "EACCES" } });
  expect(await look(host)).toEqual({ checked: ["mounts"], signs: [] });
});

test("an image has no processes of ours", async () => {
  const host = memHost({});
  expect(await readIntegrity(host, createSources(host), testFacts({ live: false }), null)).toBeUndefined();
});

test("a flood of signs is cut and counted", async () => {
  const libraries = Array.from({ length: 40 }, (_, i) => `/lib/x${i}.so\n`).join("");
  const found = await look(memHost({ ...OWN, "/etc/ld.so.preload": libraries }));
  expect([found?.signs.length, found?.signs_dropped]).toEqual([32, 8]);
});
