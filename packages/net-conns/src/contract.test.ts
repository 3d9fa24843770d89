import { checkPhase, memHost } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { networkHost, row } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;

test("net-conns keeps the contract of a phase", async () => {
  const tcp = [
    row({ local: "0.0.0.0:22", state: "0A", inode: 1 }),
    row({ local: "10.0.0.1:22", remote: "203.0.113.9:5555", inode: 2 }),
    row({ local: "10.0.0.1:41000", remote: "8.8.8.8:443", inode: 99 }),
  ];
  const udp = [row({ local: "0.0.0.0:53", state: "07", inode: 3 })];
  const processes = [
    { pid: 7, comm: "ssh\uDCFFd", sockets: [1, 2] },
    { pid: 8, comm: "named", sockets: [3, 1] },
    { pid: 9, netns: 4026532200, files: { fd: { type: "directory", errno: "EACCES" } as const } },
  ];
  const host = () => memHost(networkHost(processes, { [NS]: { tcp, udp } }));
  const cases = [
    { name: "default", host },
    { name: "basic", host, params: { detail: "basic" } },
    { name: "no proc", host: () => memHost({}) },
  ];
  expect(await checkPhase(netConns, cases, manifest)).toEqual([]);
});
