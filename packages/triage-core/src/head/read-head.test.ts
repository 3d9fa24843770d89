import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MemEntries } from "../host/mem/entries.ts";
import { memHost } from "../host/mem/mem-host.ts";
import { hostSchema, vantageSchema } from "../schema/host.ts";
import { TEST_NOW_NS, testClock } from "../testing/test-clock.ts";
import { readHead } from "./read-head.ts";

const PID = 800;

function headOf(entries: MemEntries, live = true) {
  const options = { live, clock: testClock(), pid: PID, effectiveUid: 1000, redactionKey: Buffer.from("key") };
  return readHead(memHost(entries), options);
}

const ELF_X86 = Buffer.from("7f454c4602010100000000000000000003003e0001000000".padEnd(200, "0"), "hex");
const ELF_ARM = Buffer.from("7f454c460201010000000000000000000300b70001000000".padEnd(200, "0"), "hex");
const AUXV = Buffer.from("0600000000000000001000000000000011000000000000006400000000000000".padEnd(96, "0"), "hex");

const KERNEL: MemEntries = {
  "/proc/sys/kernel/random/boot_id": "5a1c3f0e-0000-4000-8000-00000000b007\n",
  "/proc/sys/kernel/osrelease": "6.1.0-26-amd64\n",
  "/proc/sys/kernel/version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 (2024-09-30)\n",
  "/proc/sys/kernel/arch": "x86_64\n",
  "/proc/sys/kernel/hostname": "web-1\n",
  "/proc/sys/kernel/tainted": "12288\n",
  "/proc/stat": "cpu  1 2 3\nbtime 1795262400\nprocesses 1234\n",
  "/proc/uptime": "172800.25 300000.00\n",
  "/proc/loadavg": "0.00 0.01 0.05 1/312 4711\n",
  "/proc/cmdline": "BOOT_IMAGE=/vmlinuz root=UUID=1 quiet\n",
  "/proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu hypervisor\n",
  "/proc/self/exe": { link: "/usr/bin/node", content: ELF_X86 },
  "/proc/self/auxv": AUXV,
  "/proc/self/status": `Pid:\t801\nPPid:\t${PID}\nUid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n`,
  "/proc/self/loginuid": "1000",
  "/proc/self/mountinfo":
    "25 1 254:1 / / rw,relatime - ext4 /dev/vda1 rw\n22 25 0:21 / /proc rw - proc proc rw,hidepid=invisible\n30 25 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
  "/proc/self/ns/pid": { link: "pid:[4026531836]" },
  "/proc/self/ns/mnt": { link: "mnt:[4026531841]" },
  "/proc/self/ns/user": { link: "user:[4026531837]" },
  "/proc/1/ns/mnt": { link: "mnt:[4026531841]" },
  "/proc/1/cgroup": "0::/init.scope\n",
  "/proc/1/environ": "HOME=/\0",
  [`/proc/${PID}/task/${PID}/children`]: "801 802 ",
  "/sys/fs/cgroup/cgroup.procs": "2\n3\n",
  "/sys/fs/cgroup/init.scope/cgroup.procs": "1\n",
  "/sys/fs/cgroup/system.slice/ssh.service/cgroup.procs": "400\n800\n801\n802\n",
};

const DEBIAN: MemEntries = {
  ...KERNEL,
  "/etc/os-release":
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  "/etc/machine-id": "0123456789abcdef0123456789abcdef\n",
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nalice:x:1000:1000::/home/alice:/bin/bash\nbad line\n",
  "/etc/group": "root:x:0:\nadm:x:4:alice\n",
  "/etc/localtime": { link: "/usr/share/zoneinfo/Europe/Berlin" },
  "/etc/resolv.conf": "nameserver 192.0.2.53\n",
  "/sys/class/net/eth0": { link: "../../devices/virtio0/net/eth0" },
  "/sys/class/net/bonding_masters": "\n",
  "/sys/devices/virtio0/net/eth0/ifindex": "2\n",
  "/sys/devices/virtio0/net/eth0/address": "52:54:00:12:34:56\n",
  "/sys/devices/virtio0/net/eth0/operstate": "up\n",
  "/sys/devices/virtio0/net/eth0/mtu": "1500\n",
  "/proc/net/route":
    "heading\neth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\neth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n",
  "/proc/net/fib_trie": "Local:\n  |-- 192.0.2.2\n     /32 host LOCAL\n  |-- 203.0.113.9\n     /32 host LOCAL\n",
  "/proc/net/if_inet6": "fe8000000000000050540ffffe123456 02 40 20 80     eth0\n",
  "/proc/net/ipv6_route": "",
  "/run/systemd/sessions/3":
    "UID=1000\nUSER=alice\nREMOTE_HOST=198.51.100.4\nTTY=pts/0\nSERVICE=sshd\nLEADER=812\nREALTIME=1795434000000000\n",
  "/run/systemd/sessions/3.ref": { type: "fifo" },
  "/sys/kernel/security/lsm": "lockdown,capability,landlock,yama,apparmor",
  "/sys/kernel/security/lockdown": "none [integrity] confidentiality\n",
  "/sys/module/apparmor/parameters/enabled": "Y\n",
};

describe("Debian 12, as root", () => {
  test("host section", async () => {
    const { host } = await headOf(DEBIAN);
    expect(host).toMatchObject({
      hostname: "web-1",
      machine_id: "0123456789abcdef0123456789abcdef",
      boot_id: "5a1c3f0e-0000-4000-8000-00000000b007",
      os: { id: "debian", name: "Debian GNU/Linux", version_id: "12", id_like: null },
      kernel_release: "6.1.0-26-amd64",
      kernel_version: "#1 SMP PREEMPT_DYNAMIC Debian 6.1.112-1 (2024-09-30)",
      arch: "x86_64",
      kernel_command_line: "BOOT_IMAGE=/vmlinuz root=UUID=1 quiet",
      boot_time: "2026-11-21T12:00:00Z",
      uptime_seconds: 172_800.25,
      timezone: "Europe/Berlin",
      virtualization: "vm-other",
      cloud: null,
      interfaces: [
        {
          name: "eth0",
          index: 2,
          mac: "52:54:00:12:34:56",
          state: "up",
          mtu: 1500,
          addresses: ["192.0.2.2/24", "fe80::5054:fff:fe12:3456/64"],
        },
      ],
      unassigned_addresses: ["203.0.113.9"],
      default_routes: [{ family: "inet", gateway: "192.0.2.1", interface: "eth0", metric: 100 }],
      resolvers: ["192.0.2.53"],
      mounts: [{ mount_point: "/" }, { mount_point: "/proc" }, { mount_point: "/sys/fs/cgroup" }],
      mounts_dropped: 0,
      lsm: ["lockdown", "capability", "landlock", "yama", "apparmor"],
      selinux_mode: "disabled",
      apparmor_enabled: true,
      lockdown: "integrity",
      taint: 12_288,
      taint_flags: ["O out_of_tree_module", "E unsigned_module"],
    });
    expect(host.sessions).toEqual([
      {
        user: "alice",
        uid: 1000,
        tty: "pts/0",
        remote_host: "198.51.100.4",
        pid: 812,
        started_at: "2026-11-23T11:40:00Z",
        source: "logind",
        session_id: "3",
        service: "sshd",
      },
    ]);
    expect(hostSchema.safeParse(host).success).toBe(true);
  });

  test("vantage, rights and facts", async () => {
    const head = await headOf(DEBIAN);
    expect(head.vantage).toEqual({
      initial_pid_namespace: true,
      initial_mount_namespace: true,
      initial_user_namespace: true,
      in_container: false,
      container_evidence: null,
      hidepid: "invisible",
      pids_seen: 2,
      threads_total: 312,
      pids_at_least: 7,
      notes: [],
    });
    expect(head.capabilities).toHaveLength(41);
    expect(head.login_uid).toBe(1000);
    expect(head.clocks).toEqual({ wall: "2026-11-23T12:00:00Z", monotonic_ns: "0", boottime_ns: "172800250000000" });
    const { facts } = head;
    expect(facts).toMatchObject({
      live: true,
      boot_time_ns: 1_795_262_400_000_000_000n,
      ticks_per_second: 100,
      page_size: 4096,
      little_endian: true,
      effective_uid: 0,
      collector_pids: [800, 801, 802],
      started_at_ns: TEST_NOW_NS,
    });
    expect([facts.userName(1000), facts.userName(7), facts.groupName(4), facts.groupName(7)]).toEqual([
      "alice",
      null,
      "adm",
      null,
    ]);
    expect(head.errors).toEqual([
      { kind: "malformed", scope: "field", source: "/etc/passwd", message: "1 lines not understood." },
    ]);
  });
});

test("RHEL 9 on EC2, SELinux enforcing, unprivileged", async () => {
  const { host, vantage, capabilities, login_uid, errors } = await headOf({
    ...KERNEL,
    "/etc/os-release":
      'NAME="Red Hat Enterprise Linux"\nVERSION_ID="9.4"\nID="rhel"\nID_LIKE="fedora"\nPRETTY_NAME="Red Hat Enterprise Linux 9.4 (Plow)"\n',
    "/etc/passwd": "root:x:0:0::/root:/bin/bash\n",
    "/etc/localtime": { link: "../usr/share/zoneinfo/UTC" },
    "/proc/self/status": "Pid:\t801\nPPid:\t800\nUid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\n",
    "/proc/self/loginuid": "4294967295",
    "/proc/1/ns/mnt": { errno: "EACCES" },
    "/proc/1/environ": { errno: "EACCES" },
    "/sys/class/dmi/id/sys_vendor": "Amazon EC2\n",
    "/sys/class/dmi/id/product_name": "t3.micro\n",
    "/sys/class/dmi/id/product_uuid": { errno: "EACCES" },
    "/sys/class/dmi/id/product_serial": { errno: "EACCES" },
    "/run/cloud-init/instance-data.json":
      '{"v1": {"cloud_name": "aws", "instance_id": "i-0abc", "region": "eu-west-1"}}',
    "/sys/kernel/security/lsm": "lockdown,capability,selinux",
    "/sys/fs/selinux/enforce": "1",
  });
  expect(host).toMatchObject({
    os: { id: "rhel", id_like: "fedora", version_id: "9.4" },
    timezone: "UTC",
    dmi: { vendor: "Amazon EC2", product: "t3.micro", uuid: null, serial: null },
    virtualization: "amazon",
    cloud: { provider: "aws", instance_id: "i-0abc", region: "eu-west-1", account: null, image: null },
    selinux_mode: "enforcing",
    apparmor_enabled: false,
    sessions: null,
    interfaces: null,
    resolvers: null,
  });
  expect(vantage).toMatchObject({ initial_mount_namespace: true, in_container: false });
  expect([capabilities, login_uid]).toEqual([[], null]);
  const denied = errors.filter(({ kind }) => kind === "access_denied").map(({ source }) => source);
  expect(denied.toSorted()).toEqual([
    "/proc/1/environ",
    "/proc/1/ns/mnt",
    "/sys/class/dmi/id/product_serial",
    "/sys/class/dmi/id/product_uuid",
  ]);
  expect(errors).toHaveLength(4);
});

test("Alpine in a container on arm64", async () => {
  const { "/proc/sys/kernel/arch": _arch, ...kernel } = KERNEL;
  const { host, vantage } = await headOf({
    ...kernel,
    "/usr/lib/os-release": 'ID=alpine\nNAME="Alpine Linux"\n',
    "/etc/passwd": "root:x:0:0::/root:/bin/ash\n",
    "/etc/timezone": "Asia/Tokyo\n",
    "/proc/self/exe": { link: "/usr/bin/node", content: ELF_ARM },
    "/proc/self/ns/pid": { link: "pid:[4026532400]" },
    "/proc/self/ns/mnt": { link: "mnt:[4026532399]" },
    "/proc/1/ns/mnt": { link: "mnt:[4026532399]" },
    "/proc/self/mountinfo": "1 0 0:50 / / rw - overlay overlay rw\n2 1 0:51 / /proc rw - proc proc rw\n",
    "/.dockerenv": "",
  });
  expect(host).toMatchObject({ arch: "aarch64", os: { id: "alpine" }, timezone: "Asia/Tokyo", machine_id: null });
  expect(vantage).toMatchObject({
    initial_pid_namespace: false,
    initial_mount_namespace: null,
    initial_user_namespace: true,
    in_container: true,
    container_evidence: "/.dockerenv exists",
    hidepid: "off",
    pids_seen: 2,
    pids_at_least: 2,
  });
});

test("an image answers from its files; a fake /proc in it is not asked", async () => {
  const { host, vantage, facts, capabilities, errors } = await headOf(
    {
      ...DEBIAN,
      "/etc/hostname": "# set by the installer\nweb-image\n",
      "/bin/sh": ELF_ARM,
      "/var/lib/cloud/data/result.json": '{"v1": {"datasource": "DataSourceHetzner"}}',
      "/var/lib/cloud/data/instance-id": "4711\n",
    },
    false,
  );
  expect(host).toMatchObject({
    hostname: "web-image",
    machine_id: "0123456789abcdef0123456789abcdef",
    boot_id: null,
    kernel_release: null,
    kernel_version: null,
    arch: "aarch64",
    uptime_seconds: null,
    timezone: "Europe/Berlin",
    cloud: { provider: "hetzner", instance_id: "4711" },
    interfaces: null,
    default_routes: null,
    mounts: null,
    sessions: null,
    lsm: null,
    taint: null,
  });
  expect([vantage.pids_seen, vantage.in_container, capabilities]).toEqual([null, null, null]);
  expect(facts).toMatchObject({ live: false, boot_id: null, effective_uid: 1000, collector_pids: [], mounts: [] });
  expect(errors).toMatchObject([{ kind: "malformed", source: "/etc/passwd" }]);
});

test("an empty host says which of its sources are missing", async () => {
  const { host, vantage, errors } = await headOf({});
  expect(hostSchema.safeParse(host).success).toBe(true);
  expect(vantageSchema.safeParse(vantage).success).toBe(true);
  expect(errors.map(({ kind, source }) => `${kind} ${source}`).toSorted()).toEqual([
    "unsupported /etc/passwd",
    "unsupported /proc/self/mountinfo",
    "unsupported /proc/self/status",
    "unsupported /proc/stat",
    "unsupported /proc/sys/kernel/osrelease",
    "unsupported /proc/sys/kernel/random/boot_id",
  ]);
});

test("whatever the files hold, the section fits its schema and 56 KiB", async () => {
  const paths = [
    ...Object.keys(DEBIAN),
    "/run/utmp",
    "/run/cloud-init/instance-data.json",
    "/sys/class/dmi/id/sys_vendor",
  ];
  const kernelLinks = new Set(Object.keys(DEBIAN).filter((path) => typeof DEBIAN[path] === "object"));
  const content = fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.constantFrom(...Object.values(DEBIAN)));
  const hosts = fc.dictionary(fc.constantFrom(...paths.filter((path) => !kernelLinks.has(path))), content);
  await fc.assert(
    fc.asyncProperty(hosts, async (changes) => {
      const { host, vantage } = await headOf({ ...DEBIAN, ...changes });
      expect(hostSchema.safeParse(host).error).toBeUndefined();
      expect(vantageSchema.safeParse(vantage).error).toBeUndefined();
      expect(Buffer.byteLength(JSON.stringify(host))).toBeLessThan(57_344);
    }),
    { numRuns: 50 },
  );
});

test("a host that floods every list and string stays below 56 KiB and tells what it left out", async () => {
  const evil = "\u0001".repeat(300);
  const many = <T>(count: number, row: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => row(i));
  const utmp = Buffer.alloc(384 * 500, 1);
  for (let at = 0; at < utmp.length; at += 384) utmp.writeInt16LE(7, at);
  const entries: Record<string, MemEntries[string]> = {
    ...DEBIAN,
    "/etc/os-release": many(
      6,
      (i) => `${["ID", "NAME", "VERSION_ID", "PRETTY_NAME", "ID_LIKE", "BUILD_ID"][i]}=${evil}`,
    ).join("\n"),
    "/proc/cmdline": evil.repeat(13),
    "/proc/sys/kernel/version": `#${evil}#`,
    "/proc/self/mountinfo": many(600, (i) => `${i} 1 0:1 /${evil} /m${i}${evil} ${evil} - ${evil} ${evil} rw`).join(
      "\n",
    ),
    "/etc/resolv.conf": many(500, (i) => `nameserver ${i}${evil.slice(0, 9)}`).join("\n"),
    "/run/utmp": utmp,
    "/proc/net/fib_trie": many(5000, (i) => `  |-- 192.0.${i % 250}.${i % 200}\n     /32 host LOCAL`).join("\n"),
  };
  for (let i = 0; i < 300; i++) {
    entries[`/sys/class/net/i${i}`] = { link: `../../devices/i${i}` };
    entries[`/sys/devices/i${i}/address`] = `#${evil}#`;
  }
  const { host, errors } = await headOf(entries);
  expect(hostSchema.safeParse(host).error).toBeUndefined();
  expect(Buffer.byteLength(JSON.stringify(host))).toBeLessThan(57_344);
  expect((host.mounts?.length ?? 0) + host.mounts_dropped).toBe(600);
  expect((host.sessions?.length ?? 0) + (host.sessions_dropped ?? 0)).toBe(501);
  expect((host.resolvers?.length ?? 0) + (host.resolvers_dropped ?? 0)).toBe(500);
  expect(host.interfaces_dropped).toBeGreaterThan(0);
  expect(errors).toContainEqual(
    expect.objectContaining({ source: "/sys/class/net", message: "Listed up to 256 names." }),
  );
  expect(errors).toContainEqual(
    expect.objectContaining({ source: "/proc/cmdline", message: "Text cut to 4096 bytes." }),
  );
});

test("a host that never answers costs nothing but gaps", async () => {
  const { host, errors } = await headOf({ "/etc": { hang: true }, "/proc": { hang: true }, "/sys": { hang: true } });
  expect(host.hostname).toBeNull();
  expect(errors.filter(({ kind }) => kind === "blocked").length).toBeGreaterThan(10);
});
