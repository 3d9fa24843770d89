import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { netConns } from "../src/index.ts";
import { networkHost, row, type TestProcess, type TestTables, unixRow } from "./network-host.ts";

const NS = 4026531840;

/** What other collectors get wrong, each by the number under which it is kept. */
async function itemsOf(processes: readonly TestProcess[], tables: TestTables) {
  const host = memHost(networkHost(processes, { [NS]: tables }));
  return (await collectEvents(netConns, testContext(netConns, { host }))).items;
}

/** A row of tcp6 as a little-endian kernel prints it. */
const row6 = (local: string, remote: string, inode: number) =>
  `   0: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000 0 0 ${inode} 1 0 20 4 30 10 -1`;

test("B1: addresses of tcp6 are turned round word by word", async () => {
  const mapped = row6("0000000000000000FFFF00000100007F:1F90", "0000000000000000FFFF00000B01A8C0:01BB", 1);
  const plain = row6("B80D0120000000000000000001000000:0016", "B80D0120000000000000000002000000:C350", 2);
  expect(await itemsOf([{ pid: 7, sockets: [1, 2] }], { tcp6: [mapped, plain] })).toMatchObject([
    { local_address: "::ffff:127.0.0.1", remote_address: "::ffff:192.168.1.11", v4_mapped: true },
    { local_address: "2001:db8::1", remote_address: "2001:db8::2", v4_mapped: false },
  ]);
});

test("B5: a socket that several processes share has all of them as owners", async () => {
  const shared = row({ local: "0.0.0.0:80", state: "0A", inode: 1 });
  const [item] = await itemsOf(
    [7, 8, 9].map((pid) => ({ pid, sockets: [1] })),
    { tcp: [shared] },
  );
  expect(item?.owners?.map(({ pid }) => pid)).toEqual([7, 8, 9]);
});

test("B6: a socket that no process owns is there, and says why it has no owner", async () => {
  const hidden = row({ local: "10.0.0.1:4444", remote: "198.51.100.7:443", inode: 99 });
  expect(await itemsOf([{ pid: 7 }], { tcp: [hidden] })).toMatchObject([
    { inode: "99", owners: [], no_owner_reason: "unexplained", signals: ["unexplained"] },
  ]);
});

test("B10: paths of unix sockets keep their blanks, and UDP has a state", async () => {
  const tables = {
    unix: [unixRow({ inode: 1, path: "/run/a socket of three" })],
    udp: [row({ local: "0.0.0.0:53", state: "07", inode: 2 })],
  };
  expect(await itemsOf([{ pid: 7, sockets: [1, 2] }], tables)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        protocol: "unix",
        path: "/run/a socket of three",
        socket_type: "stream",
        state: "LISTEN",
      }),
      expect.objectContaining({ protocol: "udp", state: "CLOSE" }),
    ]),
  );
});

test("B17: a unix socket that is not connected does not listen, and every state has its name", async () => {
  const states = ["01", "02", "03", "04"].map((state, i) => unixRow({ inode: i + 1, flags: "00000000", state }));
  const items = await itemsOf([{ pid: 7, sockets: [1, 2, 3, 4] }], { unix: states });
  expect(new Set(items.map(({ state }) => state))).toEqual(
    new Set(["CONNECTED", "CONNECTING", "DISCONNECTING", "UNCONNECTED"]),
  );
  expect(items.map(({ direction }) => direction)).not.toContain("listening");
});

test("B19: listeners that share a port by SO_REUSEPORT are as many rows", async () => {
  const listeners = [1, 2, 3].map((inode) => row({ local: "0.0.0.0:80", state: "0A", inode }));
  expect(await itemsOf([{ pid: 7, sockets: [1, 2, 3] }], { tcp: listeners })).toHaveLength(3);
});
