import { checkPhase, memHost } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { netlinkRow, networkHost, packetRow, row, unixRow } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;

const TABLES = {
  tcp: [
    row({ local: "0.0.0.0:22", state: "0A", inode: 1 }),
    row({ local: "10.0.0.1:22", remote: "203.0.113.9:5555", inode: 2 }),
    row({ local: "10.0.0.1:41000", remote: "8.8.8.8:443", inode: 99 }),
  ],
  udp: [row({ local: "0.0.0.0:53", state: "07", inode: 3 })],
  raw: [row({ local: "0.0.0.0:1", state: "07", inode: 4 })],
  packet: [packetRow({ inode: 5, interface_index: 2 })],
  unix: [unixRow({ inode: 6, path: "/run/\uDCFF" }), unixRow({ inode: 7 })],
  netlink: [netlinkRow({ inode: 8 }), netlinkRow({ inode: 9 })],
};

test("net-conns keeps the contract of a phase", async () => {
  const processes = [
    { pid: 7, comm: "ssh\uDCFFd", sockets: [1, 2, 4, 5] },
    { pid: 8, comm: "named", sockets: [3, 1, 6, 7, 8, 9], exe: "/tmp/\uDCFF (deleted)" },
    { pid: 9, netns: 4026532200, files: { fd: { type: "directory", errno: "EACCES" } as const } },
  ];
  const host = () => memHost(networkHost(processes, { [NS]: TABLES }));
  const cases = [
    { name: "default", host },
    { name: "basic", host, params: { detail: "basic" } },
    { name: "full", host, params: { detail: "full" } },
    { name: "no proc", host: () => memHost({}) },
  ];
  expect(await checkPhase(netConns, cases, manifest)).toEqual([]);
});
