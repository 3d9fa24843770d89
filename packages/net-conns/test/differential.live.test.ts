import { createLiveHost } from "@livetriage/triage-core/host";
import { collectEvents, testContext } from "@livetriage/triage-core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type NetworkConnection, netConns } from "../src/index.ts";
import { asLsofRows, asSsRows, parseLsof, parseSs } from "./peers.ts";
import { makePlant, type Plant, whyNoPlant } from "./plant.ts";

const missing = whyNoPlant();

describe.skipIf(missing !== null)(`sockets in a namespace of their own${missing ?? ""}`, () => {
  let plant: Plant;
  let items: readonly NetworkConnection[];
  const named = (name: string) => items.find(({ inode }) => inode === plant.inodes[name]);

  beforeAll(async () => {
    plant = await makePlant();
    const host = createLiveHost();
    // whatever else this machine does, nothing is cut
    const caps = { entries: 1_000_000, bytes: 1_000_000_000 };
    const context = testContext(netConns, { host, caps, params: { detail: "full" } });
    const collected = await collectEvents(netConns, context);
    host.close();
    items = collected.items.filter(({ netns }) => netns === plant.netns);
  });
  afterAll(() => plant.remove());

  test.each([
    [
      "tcp6_listen",
      { protocol: "tcp6", state: "LISTEN", direction: "listening", local_address: "::", local_port: 8081 },
    ],
    ["reuseport1", { protocol: "tcp", state: "LISTEN", local_port: 8082 }],
    ["reuseport2", { protocol: "tcp", state: "LISTEN", local_port: 8082 }],
    [
      "tcp_client",
      { protocol: "tcp", state: "ESTABLISHED", direction: "local", remote_scope: "loopback", remote_port: 8081 },
    ],
    ["tcp6_accepted", { protocol: "tcp6", local_address: "::ffff:127.0.0.1", v4_mapped: true }],
    ["tcp_half_closed", { state: "FIN_WAIT2" }],
    ["tcp6_half_peer", { state: "CLOSE_WAIT" }],
    ["udp", { protocol: "udp", state: "CLOSE", direction: "listening", local_port: 5353 }],
    ["udp6", { protocol: "udp6", state: "ESTABLISHED", remote_address: "::1", remote_port: 53 }],
    ["raw", { protocol: "raw", protocol_number: 1, protocol_name: "ICMP", context: ["raw_or_packet"] }],
    ["raw6", { protocol: "raw6", protocol_number: 58, protocol_name: "ICMPV6" }],
    [
      "packet",
      { protocol: "packet", protocol_number: 3, protocol_name: "ALL", interface_index: 0, socket_type: "raw" },
    ],
    ["packet_lo", { protocol_name: "IP", interface_index: 1, interface_name: "lo", socket_type: "dgram" }],
    ["netlink", { protocol: "netlink", protocol_name: "ROUTE", groups: "00000001" }],
    ["unix_listen", { protocol: "unix", state: "LISTEN", path: "@lt plant\nline", signals: ["newline_in_name"] }],
    ["unix_dgram", { protocol: "unix", state: "UNCONNECTED", path: "@lt dgram", direction: "listening" }],
  ])("%s comes back with its values and both owners", (name, expected) => {
    expect(named(name)).toMatchObject({
      ...expected,
      process_pid: plant.pid,
      process_comm: "perl",
      no_owner_reason: null,
    });
    expect(named(name)?.owners?.map(({ pid }) => pid)).toEqual([plant.pid, plant.child]);
  });

  test("of two listeners on one port (SO_REUSEPORT) one has the connection that waits", () => {
    expect(Number(named("reuseport1")?.rx_queue) + Number(named("reuseport2")?.rx_queue)).toBe(1);
  });

  test("what has no owner says why, and nothing is unexplained", () => {
    const reasons = items.flatMap(({ state, no_owner_reason }) =>
      no_owner_reason === null ? [] : [[state, no_owner_reason]],
    );
    expect(reasons.filter(([state]) => state !== null)).toEqual(
      expect.arrayContaining([
        ["TIME_WAIT", "time_wait"],
        ["ESTABLISHED", "kernel"],
      ]),
    );
    expect(new Set(reasons.map(([, reason]) => reason))).toEqual(new Set(["time_wait", "kernel"]));
  });

  test("TCP and UDP agree with ss row by row", () => {
    expect(asSsRows(items)).toEqual(parseSs(plant.exec("ss", "-H", "-tuna", "-p")));
  });

  test("TCP and UDP agree with lsof descriptor by descriptor", ({ skip }) => {
    const lsof = tryLsof(plant);
    skip(lsof === null, "lsof is missing");
    expect(asLsofRows(items)).toEqual(parseLsof(lsof ?? ""));
  });

  test("the tables of the other families have as many rows as ss shows", () => {
    const count = (protocol: string) => items.filter((item) => item.protocol.startsWith(protocol)).length;
    const lines = (...args: string[]) => plant.exec("ss", "-H", "-a", ...args).match(/^\S/gm)?.length ?? 0;
    expect({ raw: count("raw"), packet: count("packet") }).toEqual({ raw: lines("-w"), packet: lines("-0") });
    // a name with a newline is two lines of ss
    expect(count("unix")).toBe(lines("-x") - 1);
  });
});

function tryLsof(plant: Plant): string | null {
  try {
    return plant.exec("lsof", "-nP", "-i", "-a", "-p", `${plant.pid},${plant.child}`, "-F", "pfPn");
  } catch {
    return null;
  }
}
