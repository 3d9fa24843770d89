import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textWidth } from "../terminal/fit.ts";
import { sampleEntry, sampleFile, sampleProcess, sampleSocket } from "../testing/sample-items.ts";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { summary } from "./summary.ts";

const screen = { columns: 80, colour: false };
const options = { all: false, registry: [] };

const server = samplePackage({
  "proc-tree": sampleSection([
    sampleProcess(1, 0, ["/sbin/init"]),
    sampleProcess(2, 0, [], { comm: "kthreadd", kernel_thread: true, exe: null }),
    sampleProcess(700, 1, ["/usr/sbin/sshd", "-D"]),
    sampleProcess(800, 1, ["nginx:", "worker"], { user: "www-data", exe: "/usr/sbin/nginx" }),
    sampleProcess(801, 1, ["nginx:", "worker"], { user: "www-data", exe: "/usr/sbin/nginx" }),
    sampleProcess(900, 700, ["[kworker/0:1]"], { exe: "/tmp/.x", signals: ["exe_deleted"], exe_deleted: true }),
  ]),
  "net-conns": sampleSection(
    [
      sampleSocket("listening", "0.0.0.0:22", "0.0.0.0:0", "sshd"),
      sampleSocket("listening", "127.0.0.1:5432", "0.0.0.0:0", "postgres"),
      sampleSocket("outbound", "10.0.0.5:4444", "203.0.113.9:443", "curl"),
      sampleSocket("outbound", "10.0.0.5:4445", "203.0.113.9:443", "curl"),
    ],
    {
      status: "partial",
      errors: [{ kind: "access_denied", scope: "source", source: "/proc/[pid]/fd", count: 3, samples: [] }],
    },
  ),
  persistence: sampleSection([
    sampleEntry("cron_d", "/etc/cron.d/backup", "/usr/bin/backup", "2026-10-01T00:00:00Z"),
    sampleEntry("systemd_service", "/etc/systemd/system/evil.service", "/opt/evil\u001b[2J", "2026-11-23T11:00:00Z"),
  ]),
  "recent-files": sampleSection([
    sampleFile("/usr/local/bin/evil\u202e", "executable", "2026-11-23T11:00:00Z"),
    sampleFile("/etc/motd", "configuration", "2026-11-22T12:00:00Z"),
  ]),
});

test("a small server in literal text", () => {
  expect(summary(server, screen, options)).toBe(`HOST
  host       db-1, Debian GNU/Linux 12 (bookworm), Linux 6.1.0-30-amd64 x86_64
  collected  2026-11-23 12:00:00Z in 1.0 s, finished
  seen from  uid 0, 92 processes of at least 90
  up         3 d 2 h, boot b0070000-0000-4000-8000-000000000000
  network    eth0 10.0.0.5/24, via 10.0.0.1
  sessions   kim pts/0 from 10.0.0.9
  case       IR-7, kim
  machine    0123456789abcdef0123456789abcdef, kvm, QEMU, Standard PC
  security   LSM apparmor, lockdown none
  package    5e3f4c2a-0000-4000-8000-000000000001, livetriage 0.1.0

PHASES AND GAPS
  proc-tree     complete       6 items in 310 ms
  net-conns     partial        4 items in 310 ms
  persistence   complete       2 items in 310 ms
  recent-files  complete       2 items in 310 ms
  net-conns     access_denied  3 × source /proc/[pid]/fd

SIGNALS: 1
  exe_deleted  900 root [kworker/0:1] {/tmp/.x} (deleted)

LISTENERS REACHABLE FROM OUTSIDE: 1
  proto  address     process    user  exe
  tcp    0.0.0.0:22  sshd[700]  root  /usr/sbin/sshd

OUTBOUND TO PUBLIC ADDRESSES: 1
  sockets  peer             process    user  exe
        2  203.0.113.9:443  curl[700]  root  /usr/sbin/curl

PERSISTENCE, NEWEST FIRST: 2
  changed  mechanism        path                              starts
      1 h  systemd_service  /etc/systemd/system/evil.service  /opt/evil\\e[2J
     53 d  cron_d           /etc/cron.d/backup                /usr/bin/backup

NEWEST EXECUTABLES AND SCRIPTS: 1 (1 other files)
  changed  class       owner  path
      1 h  executable  root   /usr/local/bin/evil\\u202e

PROCESS TREE: 4 (hidden: 1 kernel threads, 1 equal siblings)
  pid  user      process
    1  root      /sbin/init
  700  root      ├ /usr/sbin/sshd -D
  900  root      │ └ !exe_deleted [kworker/0:1] {/tmp/.x} (deleted)
  800  www-data  └ ×2 nginx: worker
`);
});

describe("a package of any size", () => {
  const crowd = samplePackage({
    "proc-tree": sampleSection(
      Array.from({ length: 300 }, (_, i) => sampleProcess(i + 1, i, [`/bin/p${i}`], { signals: ["x"] })),
    ),
    "net-conns": sampleSection(
      Array.from({ length: 300 }, (_, i) => sampleSocket("listening", `0.0.0.0:${i}`, "0.0.0.0:0", `l${i}`)),
    ),
    persistence: sampleSection(
      Array.from({ length: 300 }, (_, i) => sampleEntry("cron_d", `/etc/cron.d/${i}`, "/x", "2026-10-01T00:00:00Z")),
    ),
    "recent-files": sampleSection(
      Array.from({ length: 300 }, (_, i) => sampleFile(`/bin/${i}`, "executable", "2026-11-01T00:00:00Z")),
    ),
  });
  crowd.vantage = { ...crowd.vantage, notes: Array.from({ length: 9 }, (_, i) => `note ${i}`) };
  const lines = summary(crowd, screen, options).trimEnd().split("\n");

  test("takes at most 100 lines, the tree beginning after line 60", () => {
    expect(lines.length).toBeLessThanOrEqual(100);
    expect(lines.findIndex((line) => line.startsWith("PROCESS TREE"))).toBe(60);
  });

  test("tells in every section how many rows it left out", () => {
    const titles = lines.filter((line) => /^[A-Z]/.test(line));
    expect(titles).toEqual([
      expect.stringMatching(/^HOST: \d+ of 19 \(\d+ left out: --view gaps\)$/),
      "PHASES AND GAPS",
      expect.stringMatching(/^SIGNALS: \d+ of 300 \(\d+ left out: --view signals\)$/),
      expect.stringMatching(/^LISTENERS REACHABLE FROM OUTSIDE: \d+ of 300 \(\d+ left out: --view net\)$/),
      "OUTBOUND TO PUBLIC ADDRESSES: none",
      expect.stringMatching(/^PERSISTENCE, NEWEST FIRST: \d+ of 300 \(\d+ left out: --view persistence\)$/),
      expect.stringMatching(/^NEWEST EXECUTABLES AND SCRIPTS: \d+ of 300 \(\d+ left out: --view files\)$/),
      expect.stringMatching(/^PROCESS TREE: \d+ of 300 \(\d+ left out: --view tree\)$/),
    ]);
  });
});

test("whatever an item holds, no control reaches the terminal and no line is too wide", () => {
  const items = fc.array(
    fc.dictionary(
      fc.constantFrom(
        "pid",
        "ppid",
        "comm",
        "argv",
        "exe",
        "signals",
        "direction",
        "path",
        "class",
        "mtime",
        "command",
      ),
      fc.jsonValue(),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(items, fc.string({ unit: "binary" }), (rows, hostname) => {
      const phases = Object.fromEntries(
        ["proc-tree", "net-conns", "persistence", "recent-files", "other"].map((name) => [name, sampleSection(rows)]),
      );
      const text = summary(samplePackage(phases, { host: { ...server.host, hostname } }), screen, options);
      for (const line of text.split("\n")) {
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(textWidth(line)).toBeLessThanOrEqual(80);
      }
    }),
    { numRuns: 150 },
  );
});
