import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import {
  mappedRow,
  netlinkRow,
  networkHost,
  packetRow,
  row,
  type TestProcess,
  type TestTables,
  unixRow,
} from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;
const OTHER = 4026532200;

async function collect(processes: readonly TestProcess[], tables: Record<number, TestTables>) {
  return collectEvents(netConns, testContext(netConns, { host: memHost(networkHost(processes, tables)) }));
}

describe("direction and scope", () => {
  test("inbound only where the namespace listens on that address and port", async () => {
    const tcp = [
      row({ local: "0.0.0.0:22", state: "0A", inode: 1 }),
      row({ local: "127.0.0.1:80", state: "0A", inode: 2 }),
      row({ local: "10.0.0.1:22", remote: "203.0.113.9:5555", inode: 3 }),
      row({ local: "10.0.0.1:80", remote: "203.0.113.9:5556", inode: 4 }),
      row({ local: "127.0.0.1:41000", remote: "127.0.0.1:80", inode: 5 }),
      row({ local: "10.0.0.1:41001", remote: "10.0.0.1:22", inode: 6 }),
      row({ local: "10.0.0.1:7000", state: "07", inode: 7 }),
    ];
    const tcp6 = [mappedRow({ local: "10.0.0.1:22", remote: "198.51.100.1:6000", inode: 8 })];
    const { items } = await collect([{ pid: 7, sockets: [1, 2, 3, 4, 5, 6, 7, 8] }], { [NS]: { tcp, tcp6 } });
    const told = Object.fromEntries(
      items.map(({ inode, direction, remote_scope }) => [inode, [direction, remote_scope]]),
    );
    expect(told).toEqual({
      1: ["listening", "unspecified"],
      2: ["listening", "unspecified"],
      3: ["inbound", "public"],
      4: ["outbound", "public"],
      5: ["local", "loopback"],
      6: ["local", "private"],
      7: ["unknown", "unspecified"],
      8: ["inbound", "public"],
    });
  });

  test("the listener of one namespace makes nothing inbound in another", async () => {
    const { items } = await collect(
      [
        { pid: 7, sockets: [1, 2] },
        { pid: 8, netns: OTHER },
      ],
      {
        [NS]: { tcp: [row({ local: "0.0.0.0:22", state: "0A", inode: 1 })] },
        [OTHER]: { tcp: [row({ local: "10.0.0.1:22", remote: "203.0.113.9:5555", inode: 2 })] },
      },
    );
    expect(items.find(({ inode }) => inode === "2")?.direction).toBe("outbound");
  });

  test("sockets without connections: who waits for anyone listens", async () => {
    const anyone = { local: "0.0.0.0:9", state: "07" };
    const tables = {
      udp: [row({ ...anyone, inode: 1 }), row({ local: "10.0.0.1:9", remote: "203.0.113.9:53", inode: 2 })],
      udplite: [row({ ...anyone, inode: 3 })],
      raw: [row({ ...anyone, inode: 4 }), row({ local: "10.0.0.1:1", remote: "203.0.113.9:0", inode: 5 })],
      icmp: [row({ ...anyone, inode: 6 })],
      packet: [packetRow({ inode: 7 })],
      unix: [
        unixRow({ inode: 8 }),
        unixRow({ inode: 9, flags: "00000000", type: "0002", path: "/dev/log" }),
        unixRow({ inode: 10, flags: "00000000", type: "0002" }),
        unixRow({ inode: 11, flags: "00000000", state: "03" }),
      ],
      netlink: [netlinkRow({ inode: 12 })],
    };
    const { items } = await collect([{ pid: 7, sockets: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }], { [NS]: tables });
    const told = Object.fromEntries(items.map(({ inode, direction }) => [inode, direction]));
    expect(told).toEqual({
      1: "listening",
      2: "inbound",
      3: "listening",
      4: "listening",
      5: "outbound",
      6: "unknown",
      7: "listening",
      8: "listening",
      9: "listening",
      10: "unknown",
      11: "local",
      12: "local",
    });
  });
});
