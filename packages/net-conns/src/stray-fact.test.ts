import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { networkHost, row } from "../test/network-host.ts";
import { netConns } from "./index.ts";

test("sockets that no table lists are counted, with the first eight", async () => {
  const strays = Array.from({ length: 20 }, (_, i) => 100 + i);
  const tables = { 4026531840: { tcp: [row({ local: "0.0.0.0:22", state: "0A", inode: 1 })] } };
  const host = memHost(networkHost([{ pid: 7, comm: "a\uDCFF", sockets: [1, ...strays] }], tables));
  const { items, facts } = await collectEvents(netConns, testContext(netConns, { host }));
  expect(items).toHaveLength(1);
  const value = [4, 5, 6, 7, 8, 9, 10, 11].map((fd) => `a\\xff[7] fd ${fd}`).join(", ");
  expect(facts[1]).toEqual({ id: "socket_in_no_table", source: "/proc/[pid]/fd", value, count: 20 });
});
