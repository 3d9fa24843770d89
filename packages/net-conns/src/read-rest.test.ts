import type { MountPoint } from "@livetriage/triage-core";
import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { mappedRow, networkHost, row, type TestTables } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;

async function collect(
  tables: TestTables,
  extra: Record<string, string | { link: string }>,
  mounts: readonly MountPoint[] = [],
) {
  const entries = { ...networkHost([{ pid: 7 }, { pid: 8, comm: "web" }], { [NS]: tables }), ...extra };
  return collectEvents(netConns, testContext(netConns, { host: memHost(entries), facts: { mounts } }));
}

function mount(fs_type: string, source: string, super_options: string): MountPoint {
  return {
    mount_id: 1,
    parent_id: 0,
    device: "0:9",
    root: "/",
    mount_point: "/mnt",
    fs_type,
    source,
    options: "rw",
    super_options,
  };
}

const thread = (links: Record<string, string>): Record<string, string | { link: string }> => {
  const zeros = "0 ".repeat(17);
  const entries = Object.entries(links).map(([fd, link]) => [`/proc/8/task/9/fd/${fd}`, { link }] as const);
  const stat = {
    "/proc/8/task/8/stat": "8 (web) S",
    "/proc/8/task/9/stat": `9 (web) S ${zeros}0 1008 ${"0 ".repeat(30)}`,
  };
  return { ...stat, ...Object.fromEntries(entries) };
};

describe("held by a thread", () => {
  const tables = { tcp: [row({ local: "10.0.0.1:41000", remote: "8.8.8.8:443", inode: 55 })] };

  test("whose descriptors are its own: owner with the thread's id, and a signal", async () => {
    const { items } = await collect(tables, thread({ 4: "socket:[55]", 5: "/dev/null" }));
    expect(items).toMatchObject([
      { process_pid: 8, process_comm: "web", no_owner_reason: null, signals: ["held_by_thread"] },
    ]);
    expect(items[0]?.owners).toEqual([{ pid: 8, start_ticks: "1008", comm: "web", fd: 4, tid: 9 }]);
  });

  test("threads are not looked at when every socket has its owner", async () => {
    const entries = networkHost([{ pid: 7, sockets: [55] }], { [NS]: tables });
    const inner = memHost(entries);
    const listed: string[] = [];
    const host = {
      ...inner,
      list: (...args: Parameters<typeof inner.list>) => (listed.push(args[0]), inner.list(...args)),
    };
    await collectEvents(netConns, testContext(netConns, { host }));
    expect(listed).toEqual(["/proc"]);
  });
});

describe("held by the kernel, with evidence", () => {
  const client = { tcp: [row({ local: "10.0.0.1:800", remote: "10.0.0.9:2049", inode: 55 })] };
  const listener = (port: number) => ({ udp: [row({ local: `0.0.0.0:${port}`, state: "07", inode: 55 })] });
  const vxlan = { "/sys/class/net/flannel.1/uevent": "DEVTYPE=vxlan\nINTERFACE=flannel.1\nIFINDEX=5\n" };
  const wireguard = { "/sys/class/net/wg0/uevent": "DEVTYPE=wireguard\nINTERFACE=wg0\n" };

  test.each([
    [
      "an NFS mount",
      client,
      {},
      mount("nfs4", "nas:/x", "rw,vers=4.2,clientaddr=10.0.0.1,addr=10.0.0.9"),
      "nfs4 at /mnt",
    ],
    [
      "an NFS mount of another server",
      client,
      {},
      mount("nfs4", "nas:/x", "rw,clientaddr=10.0.0.9,addr=10.0.0.8"),
      null,
    ],
    ["a Ceph mount", client, {}, mount("ceph", "10.0.0.8:6789,10.0.0.9:6789:/", "rw"), "ceph at /mnt"],
    ["a local mount", client, {}, mount("ext4", "/dev/sda1", "rw,addr=10.0.0.9"), null],
    [
      "an NFS server",
      { tcp: [row({ local: "0.0.0.0:2049", state: "0A", inode: 55 })] },
      {},
      mount("nfsd", "nfsd", "rw"),
      "nfsd at /mnt",
    ],
    ["a VXLAN tunnel", listener(8472), vxlan, null, "vxlan"],
    ["a VXLAN tunnel, another port", listener(8473), vxlan, null, null],
    ["WireGuard", listener(51_820), wireguard, null, "wireguard"],
    [
      "WireGuard, but a connected socket",
      { udp: [row({ local: "10.0.0.1:1", remote: "8.8.8.8:53", inode: 55 })] },
      wireguard,
      null,
      null,
    ],
    [
      "WireGuard, but a user's socket",
      { udp: [row({ local: "0.0.0.0:51820", state: "07", uid: 1000, inode: 55 })] },
      wireguard,
      null,
      null,
    ],
  ] as const)("%s", async (_name, tables, extra, mounted, evidence) => {
    const { items, facts } = await collect(tables, extra, mounted === null ? [] : [mounted]);
    expect(items).toMatchObject([{ no_owner_reason: evidence === null ? "unexplained" : "kernel", process_pid: null }]);
    const told = facts.filter(({ id }) => id === "kernel_holder").map(({ value }) => value);
    expect(told).toEqual(evidence === null ? [] : [evidence]);
  });

  test("of a v4-mapped server too", async () => {
    const tables = { tcp6: [mappedRow({ local: "10.0.0.1:800", remote: "10.0.0.9:2049", inode: 55 })] };
    const { items } = await collect(tables, {}, [mount("nfs", "nas:/x", "rw,addr=10.0.0.9")]);
    expect(items).toMatchObject([{ no_owner_reason: "kernel" }]);
  });
});
