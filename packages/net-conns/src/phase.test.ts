import type { HostReader } from "@livetriage/triage-core";
import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { mappedRow, networkHost, packetRow, row, type TestProcess, type TestTables } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;
const OTHER = 4026532200;

async function collect(processes: readonly TestProcess[], tables: Record<number, TestTables>, options: object = {}) {
  return collectFrom(memHost(networkHost(processes, tables)), options);
}

async function collectFrom(host: HostReader, options: object = {}) {
  return collectEvents(netConns, testContext(netConns, { host, ...options }));
}

describe("rows", () => {
  test("a connection with its values, its owner and its namespace", async () => {
    const connection = row({ local: "192.168.1.11:52962", remote: "8.8.8.8:443", uid: 1000, inode: 501 });
    const { items, errors, truncations, facts } = await collect([{ pid: 7, comm: "curl", sockets: [501] }], {
      [NS]: { tcp: [connection] },
    });
    expect(items).toEqual([
      {
        protocol: "tcp",
        state: "ESTABLISHED",
        direction: "outbound",
        local_address: "192.168.1.11",
        local_port: 52962,
        remote_address: "8.8.8.8",
        remote_port: 443,
        remote_scope: "public",
        uid: 1000,
        user: "alice",
        process_pid: 7,
        process_start_ticks: "1007",
        process_comm: "curl",
        owners: [{ pid: 7, start_ticks: "1007", comm: "curl", fd: 3 }],
        no_owner_reason: null,
        inode: "501",
        netns: "4026531840",
        process_exe: "/usr/bin/curl",
        container_id: null,
        container: null,
        v4_mapped: false,
        tx_queue: 0,
        rx_queue: 0,
        timer: "off",
        timer_ticks: 0,
        retransmits: 0,
        signals: [],
        context: [],
        detail: "standard",
      },
    ]);
    expect({ errors, truncations }).toEqual({ errors: [], truncations: [] });
    expect(facts).toEqual([{ id: "netns", source: "/proc/[pid]/ns/net", value: "4026531840", count: 1 }]);
  });

  test("IPv6 addresses are in the right byte order, v4-mapped ones are marked", async () => {
    const six =
      "   0: 0000000000000000FFFF00000B01A8C0:0016 B80D0120000000000000000001000000:D431 01 0:0 0:0 0 0 0 77 1 0";
    const mapped = mappedRow({ local: "127.0.0.1:22", remote: "192.168.1.11:54321", inode: 78 });
    const { items } = await collect([{ pid: 7, sockets: [77, 78] }], { [NS]: { tcp6: [six, mapped] } });
    expect(
      items.map(({ local_address, remote_address, v4_mapped }) => [local_address, remote_address, v4_mapped]),
    ).toEqual([
      ["::ffff:192.168.1.11", "2001:db8::1", true],
      ["::ffff:127.0.0.1", "::ffff:192.168.1.11", true],
    ]);
  });

  test("every state has its kernel name, for udp too", async () => {
    const states = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "0A", "0B", "0C", "0D", "3F"];
    const tcp = states.map((state, i) =>
      row({ local: `10.0.0.1:${i + 1}`, remote: "10.0.0.2:9", state, inode: 100 + i }),
    );
    const udp = [
      row({ local: "0.0.0.0:53", state: "07", inode: 900 }),
      row({ local: "10.0.0.1:5000", remote: "10.0.0.9:53", inode: 901 }),
    ];
    const sockets = [...states.map((_, i) => 100 + i), 900, 901];
    const { items } = await collect([{ pid: 7, sockets }], { [NS]: { tcp, udp } });
    const of = (protocol: string) =>
      items
        .filter((item) => item.protocol === protocol)
        .toSorted((a, b) => Number(a.local_port) - Number(b.local_port));
    expect(
      of("tcp")
        .map(({ state }) => state)
        .join(" "),
    ).toBe(
      "ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING NEW_SYN_RECV BOUND_INACTIVE 0x3f",
    );
    expect(of("udp").map(({ state }) => state)).toEqual(["CLOSE", "ESTABLISHED"]);
  });

  test("equal listeners (SO_REUSEPORT) are both kept", async () => {
    const tcp = [
      row({ local: "0.0.0.0:80", state: "0A", inode: 1 }),
      row({ local: "0.0.0.0:80", state: "0A", inode: 2 }),
    ];
    const { items } = await collect(
      [
        { pid: 7, sockets: [1] },
        { pid: 8, sockets: [2] },
      ],
      { [NS]: { tcp } },
    );
    expect(items.map(({ process_pid }) => process_pid)).toEqual([7, 8]);
  });

  test("basic has no columns of standard and reads no programs", async () => {
    const tables = { [NS]: { tcp: [row({ local: "0.0.0.0:80", state: "0A", inode: 1 })] } };
    const { items } = await collect([{ pid: 7, sockets: [1] }], tables, { params: { detail: "basic" } });
    expect(items[0]).toMatchObject({ detail: "basic", process_pid: 7 });
    expect(items[0]).not.toHaveProperty("process_exe");
    expect(items[0]).not.toHaveProperty("tx_queue");
  });

  test("a packet socket names its protocol and the interface that it is bound to", async () => {
    const packet = [
      packetRow({ inode: 1, protocol: "88cc", interface_index: 2 }),
      packetRow({ inode: 2, protocol: "9abc" }),
    ];
    const igmp = "Idx\tDevice    : Count Querier\n1\tlo        :     1      V3\n2\teth0      :     2      V3\n";
    const { items } = await collect([{ pid: 7, sockets: [1, 2], files: { "net/igmp": igmp } }], { [NS]: { packet } });
    expect(items).toMatchObject([
      {
        protocol: "packet",
        state: null,
        local_address: null,
        socket_type: "raw",
        interface_name: "eth0",
        protocol_name: "LLDP",
      },
      { protocol_number: 0x9abc, protocol_name: null, interface_index: 0, interface_name: null },
    ]);
  });

  test("names that are not UTF-8 keep their exact bytes", async () => {
    const tables = { [NS]: { tcp: [row({ local: "0.0.0.0:80", state: "0A", inode: 1 })] } };
    const { items } = await collect([{ pid: 7, comm: "a\uDCFF) (b", sockets: [1] }], tables);
    expect(items[0]).toMatchObject({ process_comm: "a\\xff) (b", process_comm_base64: "Yf8pIChi" });
    expect(items[0]?.owners).toMatchObject([{ comm: "a\\xff) (b", comm_base64: "Yf8pIChi" }]);
  });
});

describe("owners", () => {
  const listener = { [NS]: { tcp: [row({ local: "0.0.0.0:80", state: "0A", inode: 1 })] } };

  test("every process and descriptor that leads to a socket, the first started stands for all", async () => {
    const { items } = await collect(
      [
        { pid: 20, start_ticks: 900, comm: "master", sockets: [[6, 1]] },
        {
          pid: 7,
          start_ticks: 5000,
          comm: "worker",
          sockets: [
            [3, 1],
            [4, 1],
          ],
        },
      ],
      listener,
    );
    expect(items[0]).toMatchObject({ process_pid: 20, process_start_ticks: "900", process_comm: "master" });
    expect(items[0]?.owners?.map(({ pid, fd }) => [pid, fd])).toEqual([
      [20, 6],
      [7, 3],
      [7, 4],
    ]);
  });

  test("pid 1 stands for a socket only when it is alone", async () => {
    const init = { pid: 1, start_ticks: 1, comm: "systemd", sockets: [1] };
    const both = await collect([init, { pid: 300, comm: "sshd", sockets: [1] }], listener);
    expect(both.items[0]).toMatchObject({ process_comm: "sshd", owners: [{ comm: "systemd" }, { comm: "sshd" }] });
    const alone = await collect([init], listener);
    expect(alone.items[0]).toMatchObject({ process_comm: "systemd" });
  });

  test("a process may hold a socket of another namespace", async () => {
    const { items } = await collect(
      [
        { pid: 7, netns: OTHER },
        { pid: 8, sockets: [1] },
      ],
      { [OTHER]: { tcp: [row({ local: "10.9.9.9:4444", state: "0A", inode: 1 })] } },
    );
    expect(items[0]).toMatchObject({ netns: String(OTHER), process_pid: 8 });
  });

  test("more owners than the cap are cut and counted", async () => {
    const workers = Array.from({ length: 5 }, (_, i) => ({ pid: 10 + i, sockets: [1] }));
    const { items, truncations } = await collect(workers, listener, { caps: { owners: 2 } });
    expect(items[0]).toMatchObject({ owners: [{ pid: 10 }, { pid: 11 }], owners_dropped: 3 });
    expect(truncations).toMatchObject([{ cap: "owners", limit: 2, dropped: 3, dropped_is: "exact" }]);
  });
});
