import { encodedSize } from "@livetriage/triage-core";
import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { netlinkRow, networkHost, row, type TestProcess, unixRow } from "../test/network-host.ts";
import { MAX_CONNECTION_ENTRIES, netConns } from "./index.ts";
import type { NetworkConnection } from "./item.ts";
import { toIndex } from "./to-index.ts";

const NS = 4026531840;
const address = (base: number, i: number): string => [base, (i >> 16) & 255, (i >> 8) & 255, i & 255].join(".");

async function collect(processes: readonly TestProcess[], tcp: readonly string[], options: object = {}) {
  const host = memHost(networkHost(processes, { [NS]: { tcp } }));
  return collectEvents(netConns, testContext(netConns, { host, ...options }));
}

describe("a flood does not hide an implant", () => {
  const implant = row({ local: "10.0.0.1:41000", remote: "198.51.100.7:443", uid: 1000, inode: 1 });
  const bytes = (items: readonly object[]) => items.reduce((sum, item) => sum + encodedSize(item) + 1, 0);

  test("one outbound among 50,000 inbound of the same uid", async () => {
    const count = 50_000;
    const inbound = Array.from({ length: count }, (_, i) =>
      row({ local: "10.0.0.1:80", remote: `${address(100, i)}:5000`, uid: 1000, inode: 10 + i }),
    );
    const listener = row({ local: "0.0.0.0:80", state: "0A", uid: 1000, inode: 2 });
    const server = { pid: 8, comm: "server", sockets: [2, ...inbound.map((_, i) => 10 + i)] };
    const { items, truncations } = await collect(
      [server, { pid: 7, comm: "implant", sockets: [1] }],
      [...inbound.slice(0, count / 2), implant, listener, ...inbound.slice(count / 2)],
    );
    expect(items).toHaveLength(MAX_CONNECTION_ENTRIES);
    expect(items.find(({ inode }) => inode === "1")).toMatchObject({ process_comm: "implant", direction: "outbound" });
    expect(items[0]).toMatchObject({ direction: "listening" });
    const [cut] = truncations;
    expect(cut).toMatchObject({ cap: "entries", dropped: count + 2 - MAX_CONNECTION_ENTRIES, dropped_is: "exact" });
    expect(cut?.groups.reduce((sum, group) => sum + group.dropped, 0)).toBe(cut?.dropped);
    expect(cut?.groups[0]?.key).toMatch(/^inbound tcp 10\.0\.0\.1 port 80 from 100\.\d+\.\d+\.0\/24$/);
    expect(bytes(items)).toBeLessThanOrEqual(netConns.caps.bytes.default);
  });

  test("15,000 TIME_WAIT are cut before anything else", async () => {
    const waiting = Array.from({ length: 15_000 }, (_, i) =>
      row({ local: `10.0.0.1:${1024 + i}`, remote: "10.0.0.2:80", state: "06", inode: 0 }),
    );
    const { items } = await collect([{ pid: 7, comm: "implant", sockets: [1] }], [...waiting, implant]);
    expect(items).toHaveLength(MAX_CONNECTION_ENTRIES);
    expect(items[0]).toMatchObject({ inode: "1", process_comm: "implant" });
  });

  test("one user fills the first class with listeners and sockets to all of 127.0.0.0/8", async () => {
    const flood = Array.from({ length: 20_000 }, (_, i) => [
      row({ local: `${address(127, i)}:9000`, state: "0A", uid: 1001, inode: 10 + 2 * i }),
      row({ local: "10.0.0.1:50000", remote: `${address(127, 256 * i)}:9000`, uid: 1001, inode: 11 + 2 * i }),
    ]).flat();
    const processes = Array.from({ length: 200 }, (_, p) => ({
      pid: 100 + p,
      comm: `f${p}`,
      sockets: Array.from({ length: 200 }, (_, i) => 10 + p * 200 + i),
    }));
    const { items } = await collect([...processes, { pid: 7, comm: "implant", sockets: [1] }], [...flood, implant]);
    expect(items.some(({ inode }) => inode === "1")).toBe(true);
  });
});

describe("unix and netlink sockets have caps of their own", () => {
  test("20,000 unix sockets of one user hide neither a TCP socket nor another user's unix socket", async () => {
    const unix = Array.from({ length: 20_000 }, (_, i) => unixRow({ inode: 10 + i, path: `@flood${i}` }));
    const tables = {
      unix: [...unix, unixRow({ inode: 2, path: "/run/implant" })],
      tcp: [row({ local: "10.0.0.1:41000", remote: "198.51.100.7:443", uid: 1000, inode: 1 })],
      netlink: Array.from({ length: 300 }, (_, i) => netlinkRow({ inode: 40_000 + i, port_id: 1 + i })),
    };
    const flood = { pid: 8, comm: "flood", uid: 1001, sockets: Array.from({ length: 20_300 }, (_, i) => 10 + i) };
    const implant = { pid: 7, comm: "implant", uid: 1000, sockets: [1, 2] };
    const host = memHost(networkHost([flood, implant], { [NS]: tables }));
    const { items, truncations } = await collectEvents(netConns, testContext(netConns, { host }));
    expect(items.filter(({ process_comm }) => process_comm === "implant").map(({ inode }) => inode)).toEqual([
      "1",
      "2",
    ]);
    expect(items.filter(({ protocol }) => protocol === "unix")).toHaveLength(512);
    expect(truncations).toMatchObject([
      {
        cap: "unix",
        limit: 512,
        dropped: 20_001 - 512,
        groups: [{ key: "listening unix flood", dropped: 20_001 - 512 }],
      },
      { cap: "netlink", limit: 128, dropped: 300 - 128 },
    ]);
  });
});

test("the worst host fits into its bytes without losing a row that the caps keep", async () => {
  const comm = "\u0001".repeat(15);
  const exe = `/${"\u0001".repeat(4000)}`;
  const far = (i: number): string => `${"F".repeat(28)}${i.toString(16).toUpperCase().padStart(4, "0")}:FFFF`;
  const tcp6 = Array.from(
    { length: 3000 },
    (_, i) =>
      `   0: ${far(i)} ${far(i)} 01 FFFFFFFF:FFFFFFFF 02:FFFFFFFF FFFFFFFF 4294967294 0 ${4_000_000_000 + i} 1 0`,
  );
  const unix = Array.from({ length: 800 }, (_, i) => unixRow({ inode: 3_000_000_000 + i, path: "\u0001".repeat(107) }));
  const netlink = Array.from({ length: 200 }, (_, i) =>
    netlinkRow({ inode: 2_000_000_000 + i, port_id: 4_294_967_295 }),
  );
  const sockets = [
    ...tcp6.map((_, i) => 4_000_000_000 + i),
    ...unix.map((_, i) => 3_000_000_000 + i),
    ...netlink.map((_, i) => 2_000_000_000 + i),
  ];
  const owners = Array.from({ length: 6 }, (_, i) => ({ pid: 4_000_000 + i, comm, exe, sockets }));
  const host = memHost(networkHost(owners, { [NS]: { tcp6, unix, netlink } }));
  const { items } = await collectEvents(netConns, testContext(netConns, { host, params: { detail: "full" } }));
  expect(items).toHaveLength(MAX_CONNECTION_ENTRIES + 512 + 128);
  const bytes = items.reduce((sum, item) => sum + encodedSize(item) + 1, 0);
  expect(bytes).toBeLessThanOrEqual(netConns.caps.bytes.default);
});

test("the index of the worst row is at most 384 bytes, and still an item", () => {
  const worst: NetworkConnection = {
    protocol: "udplite6",
    state: "ESTABLISHED",
    direction: "outbound",
    local_address: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    local_port: 65_535,
    remote_address: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    remote_port: 65_535,
    uid: 4_294_967_294,
    process_pid: 4_194_304,
    process_comm: "\u0001".repeat(15),
    inode: "4294967295",
    netns: "4026532999",
    signals: [],
    context: [],
    detail: "basic",
  };
  const index = toIndex(worst);
  expect(encodedSize(index)).toBeLessThanOrEqual(384);
  expect(netConns.item.parse(index)).toEqual(index);
});
