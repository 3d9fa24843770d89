import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { networkHost, row } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;
const OTHER = 4026532200;
const TABLES = {
  [NS]: { tcp: [row({ local: "0.0.0.0:22", state: "0A", inode: 1 })] },
  [OTHER]: { tcp: [row({ local: "0.0.0.0:22", state: "0A", inode: 2 })] },
};

async function collect(entries: ReturnType<typeof networkHost>, options: object = {}) {
  return collectEvents(netConns, testContext(netConns, { host: memHost(entries), ...options }));
}

const seen = (items: readonly { netns: string | null; inode: string | null }[]) =>
  items.map(({ netns, inode }) => [netns, inode]);

test("every namespace is read, and read once", async () => {
  const entries = networkHost([{ pid: 7 }, { pid: 8, netns: OTHER }, { pid: 9, netns: OTHER }, { pid: 10 }], TABLES);
  const inner = memHost(entries);
  const read: string[] = [];
  const host = {
    ...inner,
    readFile: (...args: Parameters<typeof inner.readFile>) => (read.push(args[0]), inner.readFile(...args)),
  };
  const { items, facts } = await collectEvents(netConns, testContext(netConns, { host, params: { detail: "basic" } }));
  expect(seen(items)).toEqual([
    [String(NS), "1"],
    [String(OTHER), "2"],
  ]);
  expect(facts.map(({ value, count }) => [value, count])).toEqual([
    [String(NS), 1],
    [String(OTHER), 1],
  ]);
  // one reading, and one after each walk since the listeners have no owner here
  expect(read.filter((path) => path === "/proc/8/net/tcp")).toHaveLength(3);
  expect(read.filter((path) => path.startsWith("/proc/9/"))).toEqual([]);
});

test("when the process that stands for a namespace ends, the next one does", async () => {
  const entries = networkHost(
    [
      { pid: 8, netns: OTHER },
      { pid: 9, netns: OTHER },
    ],
    TABLES,
  );
  for (const name of ["tcp", "tcp6", "udp", "udp6"]) delete (entries as Record<string, unknown>)[`/proc/8/net/${name}`];
  const inner = memHost(entries);
  let looks = 0;
  const gone = { ok: false, error: { op: "readlink", path: "/proc/8/ns/net", errno: "ENOENT" } } as const;
  const host = {
    ...inner,
    readLink: async (path: string) => (path === "/proc/8/ns/net" && looks++ > 0 ? gone : inner.readLink(path)),
  };
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(seen(items)).toEqual([[String(OTHER), "2"]]);
});

test("a process that moved to another namespace does not stand for its old one", async () => {
  const entries = networkHost(
    [
      { pid: 8, netns: OTHER },
      { pid: 9, netns: OTHER },
    ],
    TABLES,
  );
  const inner = memHost(entries);
  let looks = 0;
  const moved = { ok: true, value: "net:[4026539999]" } as const;
  const host = {
    ...inner,
    readLink: async (path: string) => (path === "/proc/8/ns/net" && looks++ > 0 ? moved : inner.readLink(path)),
    readFile: async (...args: Parameters<typeof inner.readFile>) =>
      inner.readFile(args[0].startsWith("/proc/8/") ? "/proc/8/none" : args[0], args[1]),
  };
  const { items } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(seen(items)).toEqual([[String(OTHER), "2"]]);
});

test("a namespace whose processes all ended is a gap", async () => {
  const inner = memHost(networkHost([{ pid: 7 }, { pid: 8, netns: OTHER }], TABLES));
  let looks = 0;
  const gone = { ok: false, error: { op: "readlink", path: "/proc/8/ns/net", errno: "ENOENT" } } as const;
  const host = {
    ...inner,
    readLink: async (path: string) => (path === "/proc/8/ns/net" && looks++ > 0 ? gone : inner.readLink(path)),
  };
  const { items, errors } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(seen(items)).toEqual([[String(NS), "1"]]);
  expect(errors).toContainEqual(
    expect.objectContaining({ kind: "vanished", scope: "source", source: "/proc/[pid]/net" }),
  );
});

test("without permission for the link, a namespace is told by the inode of its files and read", async () => {
  const denied = { files: { "ns/net": { link: "net:[0]", errno: "EACCES" } } };
  const entries = networkHost([{ pid: 7 }, { pid: 8, ...denied }, { pid: 9, netns: OTHER, ...denied }], TABLES);
  const { items, errors } = await collect(entries, { facts: { effective_uid: 1000 } });
  expect(seen(items)).toEqual([
    [String(NS), "1"],
    [null, "2"],
  ]);
  expect(errors.filter(({ source }) => source === "/proc/[pid]/ns/net")).toHaveLength(2);
});

test("a kernel without IPv6 is complete, not partial", async () => {
  const entries = networkHost([{ pid: 7, sockets: [1] }], TABLES);
  for (const name of ["tcp6", "udp6"]) delete (entries as Record<string, unknown>)[`/proc/7/net/${name}`];
  const { items, errors } = await collect(entries);
  expect(items).toHaveLength(1);
  expect(errors.map(({ kind, source }) => [kind, source])).toEqual([
    ["unsupported", "/proc/[pid]/net/tcp6"],
    ["unsupported", "/proc/[pid]/net/udp6"],
  ]);
});

test("a host without /proc fails the phase", async () => {
  const { items, errors } = await collect({});
  expect(items).toEqual([]);
  expect(errors.filter(({ scope }) => scope === "phase")).toMatchObject([{ kind: "io", errno: "ENOENT" }]);
});

test("a bad line costs a line and is counted", async () => {
  const tcp = ["   0: garbage", row({ local: "0.0.0.0:22", state: "0A", inode: 1 })];
  const { items, errors } = await collect(networkHost([{ pid: 7, sockets: [1] }], { [NS]: { tcp } }));
  expect(items).toHaveLength(1);
  expect(errors).toMatchObject([{ kind: "malformed", scope: "item", source: "/proc/[pid]/net/tcp" }]);
});

test("a table beyond its cap is cut at a whole line, and says so", async () => {
  const tcp = Array.from({ length: 50 }, (_, i) => row({ local: `10.0.0.1:${i + 1}`, state: "0A", inode: i + 1 }));
  const entries = networkHost([{ pid: 7, sockets: tcp.map((_, i) => i + 1) }], { [NS]: { tcp } });
  const { items, errors, truncations } = await collect(entries, { caps: { table_bytes: 2000 } });
  expect(items.length).toBeGreaterThan(5);
  expect(items.length).toBeLessThan(50);
  expect(errors).toEqual([]);
  expect(truncations).toMatchObject([{ cap: "table_bytes", limit: 2000, source: "/proc/[pid]/net/tcp" }]);
});
