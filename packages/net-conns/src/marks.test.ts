import { createHash } from "node:crypto";
import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { networkHost, packetRow, row, type TestProcess, type TestTables, unixRow } from "../test/network-host.ts";
import { netConns } from "./index.ts";

const NS = 4026531840;

async function marksOf(process: Omit<TestProcess, "pid">, tables: TestTables, options: object = {}) {
  const host = memHost(networkHost([{ pid: 7, ...process }], { [NS]: tables }));
  const { items } = await collectEvents(netConns, testContext(netConns, { host, ...options }));
  return items.map(({ signals, context }) => ({ signals, context }));
}

const OUTBOUND = { tcp: [row({ local: "10.0.0.1:41000", remote: "198.51.100.7:443", inode: 1 })] };
const PRIVATE = { tcp: [row({ local: "10.0.0.1:41000", remote: "10.0.0.9:443", inode: 1 })] };
const LISTENER = { tcp: [row({ local: "0.0.0.0:80", state: "0A", inode: 1 })] };
const PACKET = { packet: [packetRow({ inode: 1 })] };

describe("what an ordinary socket has", () => {
  test.each([
    ["a browser", { comm: "firefox", sockets: [1] }, OUTBOUND],
    ["an interpreter within the site", { comm: "python3", sockets: [1] }, PRIVATE],
    ["an interpreter that listens", { comm: "python3", sockets: [1] }, LISTENER],
    ["a shell with a socket beyond its standard descriptors", { comm: "bash", sockets: [1] }, LISTENER],
    ["a home of hidden tools", { comm: "node", exe: "/home/a/.nvm/bin/node", sockets: [1] }, OUTBOUND],
  ] as const)("%s: nothing", async (_name, process, tables) => {
    expect(await marksOf(process, tables)).toEqual([{ signals: [], context: [] }]);
  });
});

describe("signals", () => {
  test("unexplained", async () => {
    expect(await marksOf({}, OUTBOUND)).toEqual([{ signals: ["unexplained"], context: [] }]);
  });

  test("shell_on_socket, whichever owner it is", async () => {
    const [shell] = await marksOf({ comm: "sh", sockets: [[0, 1]] }, PRIVATE);
    expect(shell?.signals).toEqual(["shell_on_socket"]);
    const processes = [
      { pid: 7, comm: "nc", start_ticks: 10, sockets: [1] },
      { pid: 8, comm: "bash", start_ticks: 20, sockets: [[1, 1]] as const },
    ];
    const host = memHost(networkHost(processes, { [NS]: PRIVATE }));
    const { items } = await collectEvents(netConns, testContext(netConns, { host }));
    expect(items[0]).toMatchObject({ process_comm: "nc", signals: ["shell_on_socket"] });
  });

  test.each(["python3.11", "perl", "bash", "ruby", "php8.2"])("interpreter_outbound_public: %s", async (comm) => {
    expect(await marksOf({ comm, sockets: [1] }, OUTBOUND)).toMatchObject([
      { signals: ["interpreter_outbound_public"] },
    ]);
  });

  test("interpreter_outbound_public: by its program when it changed its name", async () => {
    const renamed = { comm: "kworker/0:1", exe: "/usr/bin/python3.11", sockets: [1] };
    expect(await marksOf(renamed, OUTBOUND)).toMatchObject([{ signals: ["interpreter_outbound_public"] }]);
  });

  test("owner_memfd and owner_in_temporary_place, of listeners too", async () => {
    const memfd = { exe: "/memfd:x (deleted)", sockets: [1] };
    expect(await marksOf(memfd, LISTENER)).toEqual([{ signals: ["owner_memfd"], context: [] }]);
    const shm = { exe: "/dev/shm/.x", sockets: [1] };
    expect(await marksOf(shm, OUTBOUND)).toEqual([{ signals: ["owner_in_temporary_place"], context: [] }]);
  });

  test("owner_deleted is context for an ordinary socket: its package was upgraded", async () => {
    const upgraded = { exe: "/usr/sbin/sshd (deleted)", sockets: [1] };
    expect(await marksOf(upgraded, LISTENER)).toEqual([{ signals: [], context: ["owner_deleted"] }]);
  });

  test("a packet socket of a known daemon is context", async () => {
    const dhclient = { comm: "dhclient", exe: "/usr/sbin/dhclient", sockets: [1] };
    expect(await marksOf(dhclient, PACKET)).toEqual([{ signals: [], context: ["raw_or_packet"] }]);
  });

  test("BPFDoor: deleted from /dev/shm, named after a daemon, at every level of detail", async () => {
    const bpfdoor = {
      comm: "kdmtmpflush",
      exe: "/dev/shm/kdmtmpflush (deleted)",
      sockets: [1],
      files: { cmdline: "/sbin/udevd -d\0" },
    };
    const signals = ["owner_in_temporary_place", "owner_deleted", "owner_masquerades"];
    for (const detail of ["basic", "standard", "full"]) {
      expect(await marksOf(bpfdoor, PACKET, { params: { detail } })).toEqual([{ signals, context: ["raw_or_packet"] }]);
    }
  });

  test("owner_unpackaged: where a package database does not know the program", async () => {
    const database = {
      "/var/lib/dpkg/status": "Package: tcpdump\nStatus: install ok installed\nVersion: 1\n",
      "/var/lib/dpkg/info/tcpdump.list": "/.\n/usr/bin/tcpdump\n",
    };
    const signalsOf = async (exe: string, cgroup = "0::/\n") => {
      const process = { pid: 7, exe, sockets: [1], files: { cgroup } };
      const host = memHost({ ...networkHost([process], { [NS]: PACKET }), ...database });
      const { items } = await collectEvents(netConns, testContext(netConns, { host }));
      return items[0]?.signals;
    };
    expect(await signalsOf("/usr/bin/tcpdump")).toEqual([]);
    expect(await signalsOf("/usr/local/bin/sniff")).toEqual(["owner_unpackaged"]);
    expect(await signalsOf("/usr/local/bin/sniff", `0::/docker/${"ab".repeat(32)}\n`)).toEqual([]);
  });

  test.each([
    ["its package's", "new", { signals: [], context: ["owner_deleted", "raw_or_packet"] }],
    ["another", "other", { signals: ["owner_deleted"], context: ["raw_or_packet"] }],
  ])("owner_deleted of a packet socket, where the file at the path is %s", async (_name, content, expected) => {
    const md5 = createHash("md5").update("new").digest("hex");
    const host = memHost({
      ...networkHost([{ pid: 7, exe: "/usr/sbin/dhclient (deleted)", sockets: [1] }], { [NS]: PACKET }),
      "/var/lib/dpkg/status": "Package: isc-dhcp-client\n",
      "/var/lib/dpkg/info/isc-dhcp-client.list": "/.\n/sbin/dhclient\n",
      "/var/lib/dpkg/info/isc-dhcp-client.md5sums": `${md5}  sbin/dhclient\n`,
      "/usr/sbin/dhclient": content,
    });
    const { items } = await collectEvents(netConns, testContext(netConns, { host }));
    expect(items).toMatchObject([expected]);
  });

  test.each([
    ["a kernel thread", "[kworker/0:1]", "/usr/bin/x", true],
    ["another program", "/usr/sbin/cron", "/usr/bin/x", true],
    ["itself", "/usr/sbin/dhclient", "/usr/sbin/dhclient", false],
    ["a version of itself", "/usr/bin/python3", "/usr/bin/python3.11", false],
    ["an applet", "/sbin/udhcpc", "/bin/busybox", false],
    ["a title", "dhcpcd: [manager]", "/usr/sbin/dhcpcd", false],
  ])("owner_masquerades as %s", async (_name, argv0, exe, masquerades) => {
    const [marks] = await marksOf({ exe, sockets: [1], files: { cmdline: `${argv0}\0x\0` } }, PACKET);
    expect(marks?.signals.includes("owner_masquerades")).toBe(masquerades);
  });

  test("newline_in_name, and inode_listed_twice of a forged row", async () => {
    const forged = "0000000000000000: 00000002 00000000 00010000 0001 01     1 /x";
    const unix = [
      unixRow({ inode: 1 }),
      unixRow({ inode: 2, path: "@a" }),
      forged,
      unixRow({ inode: 3, path: "@b\nc" }),
    ];
    const marks = await marksOf({ sockets: [1, 2, 3] }, { unix });
    expect(marks.map(({ signals }) => signals)).toEqual([["inode_listed_twice"], ["newline_in_name"], [], []]);
  });

  test.each([
    ["of no socket", "99", ["unexplained", "may_be_in_name"]],
    ["of none", " 0", ["may_be_in_name"]],
  ])("may_be_in_name: a forged row with the inode %s", async (_name, inode, signals) => {
    const forged = `0000000000000000: 00000002 00000000 00010000 0001 01    ${inode} /run/x`;
    const unix = [unixRow({ inode: 1, path: "@a" }), forged, unixRow({ inode: 2, path: "/run/y" })];
    const marks = await marksOf({ sockets: [1, 2] }, { unix });
    expect(marks.filter((mark) => mark.signals.length > 0)).toMatchObject([{ signals }]);
  });

  test("may_be_in_name: not where descriptors may not be read", async () => {
    const denied = { files: { fd: { type: "directory", errno: "EACCES" } as const } };
    const unix = [unixRow({ inode: 1, path: "@a" }), unixRow({ inode: 2, path: "/run/y" })];
    expect((await marksOf(denied, { unix })).flatMap(({ signals }) => signals)).toEqual([]);
  });
});
