import type { MemEntries } from "@livetriage/triage-core/testing";

const ELF_HEAD = Buffer.from("7f454c4602010100000000000000000003003e0001000000".padEnd(256, "0"), "hex");
/** AT_PAGESZ 4096, AT_CLKTCK 100, AT_NULL. */
const AUXV = Buffer.from("0600000000000000001000000000000011000000000000006400000000000000".padEnd(96, "0"), "hex");

/** One user login in the layout of x86-64. Source: utmp(5) */
function utmpRecord(user: string, line: string, host: string, pid: number, seconds: number): Buffer {
  const bytes = Buffer.alloc(384);
  bytes.writeInt16LE(7, 0);
  bytes.writeInt32LE(pid, 4);
  bytes.write(line, 8);
  bytes.write(user, 44);
  bytes.write(host, 76);
  bytes.writeInt32LE(seconds, 340);
  return bytes;
}

const TCP =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
  "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7001 1 0000000000000000 100 0 0 10 0\n" +
  "   1: 146433C6:0016 4D7100CB:C350 01 00000000:00000000 02:000A0000 00000000     0        0 8121 2 0000000000000000 20 4 30 10 -1\n";

/** One process of root below /proc. Source: proc_pid_stat(5), proc_pid_status(5), proc_pid_net(5) */
function proc(pid: number, ppid: number, comm: string, exe: string, argv: readonly string[]): MemEntries {
  const later = `0 0 0 20 0 1 0 ${100 + pid} 1000000 250 18446744073709551615 1 1 ${140_000 + pid} 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 ${140_100 + pid} ${140_200 + pid} 0 0 0`;
  const dir = `/proc/${pid}`;
  const ids = "0\t0\t0\t0";
  return {
    [`${dir}/stat`]: `${pid} (${comm}) S ${ppid} ${pid} ${pid} 0 -1 4194560 0 0 0 0 0 0 ${later}\n`,
    [`${dir}/status`]: `Name:\t${comm}\nState:\tS (sleeping)\nTgid:\t${pid}\nPid:\t${pid}\nPPid:\t${ppid}\nTracerPid:\t0\nUid:\t${ids}\nGid:\t${ids}\nThreads:\t1\nCapEff:\t000001ffffffffff\n`,
    [`${dir}/comm`]: `${comm}\n`,
    [`${dir}/cmdline`]: argv.map((one) => `${one}\0`).join(""),
    [`${dir}/environ`]: "",
    [`${dir}/exe`]: { link: exe, content: ELF_HEAD, mode: 0o755 },
    [`${dir}/cwd`]: { link: "/" },
    [`${dir}/root`]: { link: "/" },
    [`${dir}/cgroup`]: `0::/system.slice/${comm}.service\n`,
    [`${dir}/fd/0`]: { link: "/dev/null" },
    [`${dir}/net/tcp`]: TCP,
    [`${dir}/ns/net`]: { link: "net:[4026531840]" },
    [`${dir}/ns/pid`]: { link: "pid:[4026531836]" },
    [`${dir}/ns/mnt`]: { link: "mnt:[4026531841]" },
    [`${dir}/ns/user`]: { link: "user:[4026531837]" },
  };
}

const MOUNTINFO = [
  "25 1 259:1 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw,discard",
  "22 25 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw,hidepid=invisible",
  "23 25 0:22 / /sys rw,nosuid,nodev,noexec,relatime shared:2 - sysfs sysfs rw",
  "30 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw",
  "",
].join("\n");

const KERNEL: MemEntries = {
  "/proc/sys/kernel/random/boot_id": "c0ffee00-0000-4000-8000-00000000b007\n",
  "/proc/sys/kernel/osrelease": "6.8.0-45-generic\n",
  "/proc/sys/kernel/version": "#45-Ubuntu SMP PREEMPT_DYNAMIC Fri Aug 30 12:02:04 UTC 2024\n",
  "/proc/sys/kernel/arch": "x86_64\n",
  "/proc/sys/kernel/hostname": "ip-198-51-100-20\n",
  "/proc/sys/kernel/tainted": "12288\n",
  "/proc/stat": "cpu  1 2 3\nbtime 1795262400\nprocesses 4242\n",
  "/proc/uptime": "172800.25 300000.00\n",
  "/proc/loadavg": "0.00 0.01 0.05 1/152 1003\n",
  "/proc/cmdline": "BOOT_IMAGE=/vmlinuz-6.8.0-45-generic root=PARTUUID=1 ro console=ttyS0\n",
  "/proc/cpuinfo": "processor\t: 0\nflags\t\t: fpu hypervisor\n",
  "/proc/self/mountinfo": MOUNTINFO,
  "/proc/self/auxv": AUXV,
  "/proc/self/status": "Tgid:\t901\nPid:\t901\nPPid:\t900\nUid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n",
  "/proc/self/loginuid": "1000",
  "/proc/self/exe": { link: "/opt/livetriage/node", content: ELF_HEAD },
  "/proc/self/ns/pid": { link: "pid:[4026531836]" },
  "/proc/self/ns/mnt": { link: "mnt:[4026531841]" },
  "/proc/self/ns/user": { link: "user:[4026531837]" },
  "/proc/900/task/900/children": "901 ",
  "/sys/fs/cgroup/cgroup.procs": "2\n",
  "/sys/fs/cgroup/init.scope/cgroup.procs": "1\n",
  "/sys/fs/cgroup/system.slice/ssh.service/cgroup.procs": "700\n812\n900\n901\n",
  "/sys/kernel/security/lsm": "lockdown,capability,landlock,yama,apparmor",
  "/sys/kernel/security/lockdown": "none [integrity] confidentiality\n",
  "/sys/module/apparmor/parameters/enabled": "Y\n",
  "/sys/class/dmi/id/sys_vendor": "Amazon EC2\n",
  "/sys/class/dmi/id/product_name": "t3.micro\n",
  "/sys/class/dmi/id/product_uuid": "ec2e1916-0000-0000-0000-000000000001\n",
  "/sys/class/dmi/id/product_serial": "ec2e1916-0000-0000-0000-000000000001\n",
  "/sys/class/dmi/id/board_asset_tag": "i-0123456789abcdef0\n",
};

const NETWORK: MemEntries = {
  "/sys/class/net/ens5": { link: "../../devices/pci0000:00/net/ens5" },
  "/sys/devices/pci0000:00/net/ens5/ifindex": "2\n",
  "/sys/devices/pci0000:00/net/ens5/address": "02:00:5e:00:53:20\n",
  "/sys/devices/pci0000:00/net/ens5/operstate": "up\n",
  "/sys/devices/pci0000:00/net/ens5/mtu": "9001\n",
  "/proc/net/route":
    "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n" +
    "ens5\t00000000\t016433C6\t0003\t0\t0\t100\t00000000\t0\t0\t0\nens5\t006433C6\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n",
  "/proc/net/fib_trie": "Local:\n  |-- 198.51.100.20\n     /32 host LOCAL\n",
  "/proc/net/if_inet6": "20010db8000000000000000000000020 02 40 00 80     ens5\n",
  "/proc/net/ipv6_route": `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 fe80000000000000000000000000000a 00000064 00000001 00000000 00000003     ens5\n`,
  "/etc/resolv.conf": "nameserver 127.0.0.53\noptions edns0 trust-ad\n",
};

const FILES: MemEntries = {
  "/etc/os-release":
    'PRETTY_NAME="Ubuntu 24.04.1 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\nBUILD_ID=20240927\n',
  "/etc/machine-id": "00112233445566778899aabbccddeeff\n",
  "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\nubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash\n",
  "/etc/group": "root:x:0:\nubuntu:x:1000:\n",
  "/etc/localtime": { link: "/usr/share/zoneinfo/Etc/UTC" },
  "/run/cloud-init/instance-data.json": JSON.stringify({
    v1: { cloud_name: "aws", instance_id: "i-0123456789abcdef0", region: "eu-west-1" },
    ds: {
      dynamic: { "instance-identity": { document: { accountId: "123456789012" } } },
      meta_data: { "ami-id": "ami-0123456789abcdef0" },
      user_data: "never to be collected",
    },
  }),
  "/run/utmp": utmpRecord("ubuntu", "pts/0", "203.0.113.77", 812, 1_795_430_000),
  "/run/systemd/sessions/3":
    "UID=1000\nUSER=ubuntu\nREMOTE_HOST=203.0.113.77\nTTY=pts/0\nSERVICE=sshd\nLEADER=812\nREALTIME=1795430000123456\n",
  "/usr/local/bin/deploy.sh": {
    content: "#!/bin/sh\necho deploy\n",
    mode: 0o755,
    mtime_ns: 1_795_400_000_000_000_000n,
  },
  "/etc/cron.d/popularity-contest": "5 3 * * * root test -x /etc/cron.daily/popularity-contest\n",
};

/** Ubuntu 24.04 on EC2 as the manual pages and the provider's documentation describe it. */
export const UBUNTU_CLOUD: MemEntries = {
  ...KERNEL,
  ...NETWORK,
  ...FILES,
  ...proc(1, 0, "systemd", "/usr/lib/systemd/systemd", ["/sbin/init"]),
  ...proc(700, 1, "sshd", "/usr/sbin/sshd", ["sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups"]),
  ...proc(812, 700, "sshd", "/usr/sbin/sshd", ["sshd: ubuntu [priv]"]),
  ...proc(900, 812, "livetriage", "/opt/livetriage/node", ["livetriage", "collect"]),
  ...proc(901, 900, "node", "/opt/livetriage/node", ["node", "reader.cjs"]),
  "/proc/700/fd/3": { link: "socket:[7001]" },
  "/proc/812/fd/4": { link: "socket:[8121]" },
};
