import { createHash } from "node:crypto";
import { collectEvents, type MemEntries, memHost, testContext } from "@livetriage/triage-core/testing";
import { describe, expect, test } from "vitest";
import { procEntries, statLine, type TestProcess } from "../test/proc-entries.ts";
import { FACTS } from "./facts.ts";
import { procTree } from "./phase.ts";

const factsMet = new Set<string>();
const ID = "0123456789abcdef".repeat(4);

async function collect(entries: MemEntries, options: object = {}) {
  const result = await collectEvents(procTree, testContext(procTree, { host: memHost(entries), ...options }));
  for (const { id } of result.facts) factsMet.add(id);
  return { ...result, byPid: new Map(result.items.map((item) => [item.pid, item])) };
}

async function one(process: Partial<TestProcess>, more: MemEntries = {}, options: object = {}) {
  const { items, facts, errors } = await collect({ ...procEntries([{ pid: 9, ...process }]), ...more }, options);
  return { item: items[0], facts, errors };
}

const socket = (inode: number) => ({ link: `socket:[${inode}]` });
const peer = (remote: string, inode: number) =>
  `  sl  local_address rem_address\n   0: 0500000A:C350 ${remote} 01 0:0 00:0 0 0 0 ${inode} 1\n`;
const PUBLIC = "08080808:0035";
const PRIVATE = "0101A8C0:0035";

describe("columns of standard", () => {
  test("what status says of privileges", async () => {
    const status = `Name:\tx\nTgid:\t9\nTracerPid:\t4\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t4 27 \nNSpid:\t9\t1\nVmRSS:\t  12 kB
CapEff:\t0000000000002000\nCapBnd:\t000001ffffffffff\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n`;
    const files = {
      status,
      loginuid: "1000",
      "attr/current": "unconfined\n",
      wchan: "do_wait",
      cgroup: "0::/system.slice/x.service\n",
    };
    expect((await one({ files })).item).toMatchObject({
      capabilities: ["net_raw"],
      cap_bnd: "000001ffffffffff",
      groups: [4, 27],
      loginuid: 1000,
      lsm_label: "unconfined",
      namespaces: { mnt: "3", net: "4" },
      no_new_privs: true,
      ns_pid: [9, 1],
      scheduler: "SCHED_OTHER",
      seccomp: 2,
      seccomp_filters: 1,
      tracer_pid: 4,
      unit: "x.service",
      utime_ticks: 7,
      vm_rss_kb: 12,
      wchan: "do_wait",
      signals: ["traced"],
    });
  });

  test("the running image is hashed through the process, once for all", async () => {
    const { items } = await collect(
      procEntries([
        { pid: 9, exe: "/bin/sh" },
        { pid: 10, exe: "/bin/sh" },
      ]),
    );
    expect(new Set(items.map(({ exe_sha256 }) => exe_sha256))).toHaveProperty("size", 1);
    expect(items[0]).toMatchObject({ exe_sha256: expect.stringMatching(/^[0-9a-f]{64}$/), exe_now: "same" });
  });

  test("a container by its cgroup and the files of its runtime", async () => {
    const config = { Name: "/db", Image: "sha256:1", Config: { Image: "postgres:16", Labels: {} } };
    const dir = `/var/lib/docker/containers/${ID}`;
    const files = { cgroup: `0::/docker/${ID}\n`, "ns/net": { link: "net:[99]" } };
    const entries = procEntries([
      { pid: 1, ppid: 0 },
      { pid: 9, files },
    ]);
    const { byPid } = await collect({
      ...entries,
      [`${dir}/config.v2.json`]: JSON.stringify(config),
      [`${dir}/hostconfig.json`]: '{"Privileged":true}',
    });
    const named = { runtime: "docker", id: ID, name: "db", image: "postgres:16", privileged: true };
    expect(byPid.get(9)?.container).toMatchObject({ ...named, host_network: false, host_pid: true, unread: null });
    expect(byPid.get(1)?.container).toBeNull();
  });

  test("a container without readable files says so", async () => {
    const { item } = await one({ files: { cgroup: `0::/machine.slice/libpod-${ID}.scope\n` } });
    expect(item?.container).toMatchObject({ runtime: "podman", name: null, unread: expect.any(String) });
  });

  test("secrets leave the arguments", async () => {
    const { item } = await one({ args: ["x", "--password=hunter2", "y"] });
    expect(item).toMatchObject({
      argv_redacted: 1,
      argv: ["x", expect.stringMatching(/^--password=\[redacted:/), "y"],
    });
    expect(JSON.stringify(item)).not.toContain("hunter2");
  });

  test("this collection and the operator's way to it are marked", async () => {
    const chain = [
      { pid: 1, ppid: 0, comm: "systemd" },
      { pid: 500, ppid: 1, comm: "sshd" },
      { pid: 600, ppid: 500, comm: "sshd" },
      { pid: 601, ppid: 600, comm: "bash" },
      { pid: 602, ppid: 601, comm: "sudo" },
      { pid: 603, ppid: 602, comm: "livetriage" },
      { pid: 700, ppid: 500, comm: "sshd" },
    ];
    const { items } = await collect(procEntries(chain), { facts: { collector_pids: [603] } });
    expect(items.filter(({ collector }) => collector === true).map(({ pid }) => pid)).toEqual([600, 601, 602, 603]);
  });

  test("so are readers that were started later", async () => {
    const processes = [
      { pid: 1, ppid: 0, comm: "systemd" },
      { pid: 603, ppid: 1, comm: "livetriage" },
      { pid: 604, ppid: 603, comm: "lt-reader" },
      { pid: 605, ppid: 603, comm: "lt-reader" },
      { pid: 606, ppid: 1, comm: "lt-reader" },
    ];
    const { items } = await collect(procEntries(processes), { facts: { collector_pids: [603, 604] } });
    expect(items.filter(({ collector }) => collector === true).map(({ pid }) => pid)).toEqual([603, 604, 605]);
  });
});

describe("signals", () => {
  const replaced = { exe: "/usr/bin/x (deleted)", nlink: 0 };
  test.each([
    ["a path that holds another file of root", { "/usr/bin/x": { content: "new", ino: 5n } }, [], ["exe_replaced"]],
    ["a path that others may write", { "/usr/bin/x": { content: "new", mode: 0o777 } }, ["exe_deleted"], []],
    ["a path of another user", { "/usr/bin/x": { content: "new", uid: 1000 } }, ["exe_deleted"], []],
    ["no path", {}, ["exe_deleted"], []],
  ])("an unlinked program and %s", async (_name, more, signals, context) => {
    expect((await one(replaced, more as MemEntries)).item).toMatchObject({ signals, context });
  });

  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const dpkg = (path: string, content: string): MemEntries => ({
    "/var/lib/dpkg/status": "Package: pkg\n",
    "/var/lib/dpkg/info/pkg.list": `/.\n${path}\n`,
    "/var/lib/dpkg/info/pkg.md5sums": `${md5(content)}  ${path.slice(1)}\n`,
  });

  test.each([
    ["an upgrade", "new", [], ["exe_replaced_by_package"]],
    ["a file that is not the package's", "other", ["exe_deleted"], []],
    ["a file of the package without a digest", null, [], ["exe_replaced"]],
  ])("an unlinked program of a package, and %s", async (_name, content, signals, context) => {
    const database = dpkg("/usr/bin/x", content ?? "");
    const without = content === null ? { "/var/lib/dpkg/info/pkg.md5sums": "" } : {};
    const { item } = await one(replaced, { ...database, ...without, "/usr/bin/x": { content: "new", ino: 5n } });
    expect(item).toMatchObject({ signals, context, exe_package: "pkg", exe_packaged: true });
  });

  test("a memfd that is a packaged runtime, byte for byte", async () => {
    const exe = { link: "/memfd:runc_cloned:/proc/self/exe (deleted)", content: "RUNC", nlink: 0, dev: 1n };
    const host = (content: string) => ({ ...dpkg("/usr/bin/runc", content), "/usr/bin/runc": content });
    const run = (content: string) => one({ exe: exe.link, files: { exe } }, host(content));
    expect((await run("RUNC")).item).toMatchObject({ signals: [], context: ["memfd_of_package"] });
    expect((await run("else")).item).toMatchObject({ signals: ["exe_memfd"], context: [] });
  });

  test.each([
    [
      "bash on a connection",
      { exe: "/bin/bash", files: { "fd/0": socket(7), "net/tcp": peer(PRIVATE, 7) } },
      ["shell_on_socket"],
    ],
    [
      "bash by another name on a connection",
      {
        exe: "/usr/lib/x",
        files: { "fd/0": socket(7), "fd/1": socket(7), "fd/2": socket(7), "net/tcp": peer(PRIVATE, 7) },
      },
      ["stdio_on_socket"],
    ],
    [
      "a service with its input from a connection and its output elsewhere",
      {
        exe: "/usr/sbin/sshd",
        files: { "fd/0": socket(7), "fd/1": socket(7), "fd/2": socket(8), "net/tcp": peer(PRIVATE, 7) },
      },
      [],
    ],
    [
      "a service with one unix socket as its input, output and errors",
      {
        exe: "/usr/lib/x",
        files: { "fd/0": socket(7), "fd/1": socket(7), "fd/2": socket(7), "net/tcp": peer(PRIVATE, 8) },
      },
      [],
    ],
    ["bash on the journal", { exe: "/bin/bash", files: { "fd/1": socket(7), "net/tcp": peer(PRIVATE, 8) } }, []],
    [
      "python -c to a public address",
      {
        exe: "/usr/bin/python3",
        args: ["python3", "-c", "x"],
        files: { "fd/5": socket(7), "net/tcp": peer(PUBLIC, 7) },
      },
      ["interpreter_public_outbound"],
    ],
    [
      "python inside",
      {
        exe: "/usr/bin/python3",
        args: ["python3", "-c", "x"],
        files: { "fd/5": socket(7), "net/tcp": peer(PRIVATE, 7) },
      },
      [],
    ],
    [
      "a program in /tmp with a socket",
      { exe: "/tmp/x", files: { "fd/5": socket(7), "net/udp": peer(PRIVATE, 7) } },
      ["unusual_exe_with_socket"],
    ],
    [
      "a program that everybody may write with a socket",
      {
        exe: "/usr/lib/x",
        files: {
          exe: { link: "/usr/lib/x", content: "x", mode: 0o100777 },
          "fd/5": socket(7),
          "net/tcp": peer(PRIVATE, 7),
        },
      },
      ["unusual_exe_with_socket"],
    ],
    ["a program in /tmp", { exe: "/tmp/x" }, []],
    ["a raw socket", { exe: "/usr/bin/x", files: { "fd/5": socket(7), "net/raw": peer(PRIVATE, 7) } }, ["raw_socket"]],
    [
      "that of a DHCP client",
      { exe: "/usr/sbin/dhclient", files: { "fd/5": socket(7), "net/raw": peer(PRIVATE, 7) } },
      [],
    ],
    [
      "a packet socket",
      { exe: "/x", files: { "fd/5": socket(7), "net/packet": "s\nffff 3 3 0003 2 1 0 0 7\n" } },
      ["packet_socket"],
    ],
  ])("%s", async (_name, process, signals) => {
    expect((await one(process)).item?.signals).toEqual(signals);
  });

  test("a setuid image outside of the system", async () => {
    const files = { exe: { link: "/srv/x", content: "ELF", mode: 0o4755, dev: 0x801n, ino: 1000n } };
    expect((await one({ exe: "/srv/x", files })).item).toMatchObject({
      signals: ["setuid_outside_packages"],
      exe_mode: "4755",
    });
  });

  test("libraries that the loader forces into every program, on the row of pid 1", async () => {
    const { item, facts } = await one({ pid: 1, ppid: 0 }, { "/etc/ld.so.preload": "# note\n/lib/evil.so\n" });
    expect(item?.signals).toEqual(["ld_so_preload"]);
    expect(facts).toContainEqual({ id: "ld_so_preload", source: "/etc/ld.so.preload", value: "/lib/evil.so" });
  });

  test("a mount over a process, and a directory that shows another one", async () => {
    const mount = { mount_id: 9, parent_id: 1, device: "0:5", root: "/", mount_point: "/proc/9", fs_type: "tmpfs" };
    const mounts = [{ ...mount, source: "none", options: "rw", super_options: "rw" }];
    const { item } = await one({ files: { stat: statLine({ pid: 4 }) } }, {}, { facts: { mounts } });
    expect(item?.signals).toEqual(["proc_overmounted", "pid_mismatch"]);
  });
});

describe("dear columns", () => {
  const files = {
    environ: "PATH=/bin\0LD_PRELOAD=/tmp/x.so\0DB_PASS=hunter2\0https_proxy=http://u:hunter2@p:1/\0EMPTY=\0",
    limits: "Max open files            1024                 4096                 files     \n",
    maps: "1000-2000 rwxp 00000000 00:00 0 \n",
  };

  test("at full: keys of the environment, values only where hunts need them", async () => {
    const { item } = await one({ files }, {}, { params: { detail: "full" } });
    expect(item).toMatchObject({
      detail: "full",
      environ: [
        { name: "PATH", value: "/bin" },
        { name: "LD_PRELOAD", value: "/tmp/x.so" },
        { name: "DB_PASS", value: expect.stringMatching(/^\[redacted:[0-9a-f]{16}:7\]$/) },
        { name: "https_proxy", value: expect.stringMatching(/^http:\/\/u:\[redacted:[0-9a-f]{16}:7\]@p:1\/$/) },
        { name: "EMPTY", value: "" },
      ],
      rlimits: [{ resource: "open files", soft: "1024", hard: "4096", unit: "files" }],
      maps: [{ kind: "anonymous_executable", path: null, count: 1, bytes: "4096" }],
      signals: ["ld_preload", "anonymous_executable"],
    });
    expect(JSON.stringify(item)).not.toContain("hunter2");
  });

  test.each([
    ["HTTPS_PROXY", "http://ghp-hunter2@p:1/", /^http:\/\/\[redacted:[0-9a-f]{16}:11\]@p:1\/$/],
    ["ftp_proxy", "me:hunter2@p:1", /^me:\[redacted:[0-9a-f]{16}:7\]@p:1$/],
    ["all_proxy", "socks5://me:hun@ter2@p", /^socks5:\/\/me:\[redacted:[0-9a-f]{16}:8\]@p$/],
    ["MY_PROXY", "http://u:hunter2@p", /^\[redacted:[0-9a-f]{16}:18\]$/],
    ["NO_PROXY", ".example.org,10.0.0.0/8", /^\.example\.org,10\.0\.0\.0\/8$/],
  ])("what lets us into a proxy is a secret: %s=%s", async (name, value, shown) => {
    const environ = `${name}=${value}\0`;
    const { item } = await one({ files: { ...files, environ } }, {}, { params: { detail: "full" } });
    expect(item?.environ).toEqual([{ name, value: expect.stringMatching(shown) }]);
  });

  test("at standard only for rows with a signal", async () => {
    expect((await one({ files })).item).not.toHaveProperty("environ");
    expect((await one({ files, args: ["[x]"] })).item).toMatchObject({ detail: "full", environ: { length: 5 } });
  });

  test("names of threads that differ", async () => {
    const tasks = { "task/9/comm": "sh\n", "task/10/comm": "miner\n", "task/11/comm": "miner\n" };
    const { item } = await one({ threads: 3, files: { ...files, ...tasks } }, {}, { params: { detail: "full" } });
    expect(item?.thread_names).toEqual(["miner"]);
  });
});

test("mappings that are too many to be read are told", async () => {
  const maps = "7f0000000000-7f0000001000 r--p 00000000 00:00 0\n".repeat(30_000);
  const { errors } = await one({ files: { maps } }, {}, { params: { detail: "full" } });
  expect(errors).toContainEqual(expect.objectContaining({ kind: "skipped", why: "budget", path: "/proc/9/maps" }));
});

describe("cross-view", () => {
  const hidden = { pid: 77, ppid: 1, exe: "/usr/bin/x" };
  const hide = (entries: MemEntries): MemEntries => ({ ...entries, "/proc/77": { type: "directory", hidden: true } });

  test("a process that the listing does not show is found by probing and by its child", async () => {
    const entries = hide(procEntries([{ pid: 1, ppid: 0 }, { pid: 80, ppid: 77 }, hidden]));
    const { byPid, facts } = await collect(entries);
    expect(byPid.get(77)).toMatchObject({ signals: ["hidden_from_readdir"], views: ["parents", "probe"], comm: "sh" });
    expect(facts).toContainEqual({ id: "pids_probed", source: "/proc/[pid]", value: "1-4176", count: 4176 });
  });

  test("what is learnt of every process is learnt of a hidden one too", async () => {
    const files = { "/proc/77/fd/3": { link: "/dev/mem" }, "/usr/bin/x": "" };
    const entries = hide(procEntries([{ pid: 1, ppid: 0 }, hidden]));
    const { byPid } = await collect({ ...entries, ...files });
    expect(byPid.get(77)).toMatchObject({ fds: 1, fds_telling: ["3 /dev/mem"], exe_now: "replaced" });
  });

  test("a listing that does not show this collection itself is told", async () => {
    const { errors } = await collect(procEntries([{ pid: 1, ppid: 0 }]), { facts: { collector_pids: [603] } });
    expect(errors).toContainEqual(expect.objectContaining({ kind: "malformed", source: "/proc", path: "/proc/603" }));
  });

  test("a thread and a process that has just started are not hidden", async () => {
    const thread = { pid: 78, files: { status: "Tgid:\t1\n" } };
    const entries = procEntries([{ pid: 1, ppid: 0 }, thread]);
    const { items } = await collect({ ...entries, "/proc/78": { type: "directory", hidden: true } });
    expect(items.map(({ pid }) => pid)).toEqual([1]);
  });

  test("another process under the same number at the second look is not hidden", async () => {
    const stat = [statLine(hidden), statLine(hidden), statLine({ ...hidden, start: 2000 })];
    const entries = hide(
      procEntries([
        { pid: 1, ppid: 0 },
        { ...hidden, files: { stat } },
      ]),
    );
    expect((await collect(entries)).items.map(({ pid }) => pid)).toEqual([1]);
  });

  test("at basic nothing is probed", async () => {
    const entries = hide(procEntries([{ pid: 1, ppid: 0 }, hidden]));
    const { items, facts } = await collect(entries, { params: { detail: "basic" } });
    expect(items).toHaveLength(1);
    expect(facts).toEqual([]);
  });
});

test("one implant among 30,000 processes of its user is kept, the others are counted exactly", async () => {
  const flood = Array.from({ length: 30_000 }, (_, i) => ({
    pid: 1000 + i,
    uid: 1000,
    exe: "/bin/sleep",
    args: ["sleep", "9"],
  }));
  const implant = { pid: 40, uid: 1000, exe: "/home/alice/.cache/x", args: ["[x"] };
  const { byPid, items, truncations, facts } = await collect(
    procEntries([{ pid: 1, ppid: 0 }, implant, ...flood]),
    BASIC,
  );
  expect(byPid.get(40)).toMatchObject({ exe: "/home/alice/.cache/x" });
  expect(items).toHaveLength(4096);
  expect(JSON.stringify(items).length).toBeLessThan(1_835_008 + 2);
  const cut = truncations.find(({ cap }) => cap === "entries");
  expect(cut).toMatchObject({ dropped: 25_906, groups: [{ key: "uid=1000 exe=/bin/sleep", dropped: 25_906 }] });
  const value = "uid=1000 exe=/bin/sleep start_ticks=1000-1000";
  expect(facts).toEqual([{ id: "processes_left_out", source: "/proc/[pid]", value, count: 25_906 }]);
}, 60_000);

test("where there is no room for the columns of standard, they are not read, and that is told", async () => {
  const processes = Array.from({ length: 600 }, (_, i) => ({
    pid: i + 1,
    ppid: 0,
    args: i === 400 ? ["[x]"] : ["sh"],
  }));
  const { items, truncations } = await collect(procEntries(processes), { caps: { bytes: 600_000 } });
  const levels = Object.groupBy(items, ({ detail }) => detail);
  expect(levels.basic).toHaveLength(600 - 316);
  expect(items[400]).toMatchObject({ detail: "full", signals: ["kernel_thread_masquerade"] });
  expect(truncations).toContainEqual(expect.objectContaining({ limit: 316, unit: "rows", dropped: 284 }));
});

test("every fact that these tests meet is documented", () => {
  expect(Object.keys(FACTS)).toEqual(expect.arrayContaining([...factsMet]));
  expect(factsMet.size).toBeGreaterThan(3);
});

const BASIC = { params: { detail: "basic" } };
