import { randomBytes } from "node:crypto";
import {
  collectTriagePackage,
  encodePackage,
  hostWithSignal,
  type LaneHost,
  MAX_PACKAGE_BYTES,
  NO_COST,
  planCollection,
  type TriagePackage,
} from "@livetriage/triage-core";
import { type MemEntries, memHost, TEST_NOW_NS, testClock } from "@livetriage/triage-core/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { registry } from "../src/registry.ts";

/** A byte that takes six in JSON, as many as a name can have. */
const WORST = "\u0001".repeat(255);
const PROCESSES = 5000;
const SOCKETS = 4000;
const FILES = 3000;
const MOUNTS = 2000;

/** A host of which every table is too long and every string as long and as dear as it can be. */
function worstHost(): MemEntries {
  const argv = Buffer.from(`${WORST}\0`.repeat(100));
  const entries: Record<string, MemEntries[string]> = {
    "/proc/sys/kernel/hostname": WORST,
    "/proc/cmdline": WORST.repeat(8),
    "/etc/os-release": `NAME="${WORST}"\nPRETTY_NAME="${WORST.repeat(8)}"\n`,
    "/etc/passwd": Array.from({ length: 200 }, (_, i) => `${WORST}${i}:x:${i}:${i}:${WORST}:/home/${i}:/bin/sh`).join(
      "\n",
    ),
    "/proc/net/unix": unixTable(),
    "/proc/self/mountinfo": mountTable(),
  };
  for (let pid = 1; pid <= PROCESSES; pid++) {
    const dir = `/proc/${pid}`;
    const times = `0 0 0 0 20 0 1 0 ${pid} 1000 1 ${"0 ".repeat(24)}1 2 3 4 0`;
    entries[`${dir}/stat`] = `${pid} (${"\u0001".repeat(15)}) S ${pid - 1} 1 1 0 -1 4194304 0 0 0 0 ${times}\n`;
    entries[`${dir}/status`] =
      `Name:\tx\nTgid:\t${pid}\nUid:\t${pid}\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t${"4294967294 ".repeat(500)}\n`;
    entries[`${dir}/cmdline`] = argv;
    for (const link of ["exe", "cwd", "root"])
      entries[`${dir}/${link}`] = { link: `/${WORST}/${WORST}/${pid} (deleted)` };
    entries[`${dir}/ns/net`] = { link: "net:[4026531833]" };
    entries[`${dir}/net/unix`] = unixTable();
    entries[`${dir}/fd/0`] = { link: `socket:[${pid}]` };
  }
  const recent = { mtime_ns: TEST_NOW_NS, ctime_ns: TEST_NOW_NS, mode: 0o104755 };
  for (let i = 0; i < FILES; i++) {
    entries[`/tmp/${WORST.slice(0, 250)}${i}/${WORST}`] = { content: "", ...recent, uid: i };
    entries[`/etc/cron.d/${WORST.slice(0, 250)}${i}`] = `* * * * * ${WORST} ${WORST.repeat(20)}\n`;
  }
  return entries;
}

let table: string | undefined;

function unixTable(): string {
  const row = (i: number): string =>
    `0000000000000000: 00000002 00000000 00010000 0001 01 ${i} /${WORST.slice(0, 100)}${i}\n`;
  table ??= `Num       RefCount Protocol Flags    Type St Inode Path\n${Array.from({ length: SOCKETS }, (_, i) => row(i + 1)).join("")}`;
  return table;
}

function mountTable(): string {
  const row = (i: number): string => `${i} 1 0:${i} / /mnt/${WORST}${i} rw,${WORST} - ext4 /dev/${WORST} rw\n`;
  return Array.from({ length: MOUNTS }, (_, i) => row(i + 1)).join("");
}

async function collectWorst(caps: Record<string, Record<string, number>>): Promise<TriagePackage> {
  const plan = planCollection(registry, { caps });
  if (!plan.ok) throw new Error(plan.problem);
  const host = memHost(worstHost());
  const lane: LaneHost = {
    forPhase: (signal) => hostWithSignal(host, signal),
    stats: () => NO_COST,
    close() {},
  };
  return collectTriagePackage({
    openLane: () => lane,
    phases: plan.phases,
    budgetMs: 300_000,
    signal: new AbortController().signal,
    clock: testClock(),
    root: "/",
    packageId: "00000000-0000-4000-8000-000000000000",
    commandId: null,
    collector: { name: "test", version: "0.0.0" },
    about: {
      case_id: WORST,
      operator: WORST,
      reason: WORST.repeat(8),
      note: WORST.repeat(8),
      sudo_user: WORST,
      argv: Array.from({ length: 50 }, () => WORST),
      tool: { name: "test", version: "0.0.0", build: null, sha256: null, runtime: "test" },
      redaction: "on",
    },
    pid: 1,
    effectiveUid: 0,
    redactionKey: randomBytes(32),
    ownUsage: () => ({ cpu_ms: 0, peak_rss_bytes: 0 }),
  });
}

describe("a host with every cap exceeded and the worst strings", () => {
  let document: TriagePackage;

  beforeAll(async () => {
    document = await collectWorst({});
  }, 240_000);

  test("encodes to less than 4 MiB", () => {
    expect(Buffer.byteLength(encodePackage(document))).toBeLessThan(MAX_PACKAGE_BYTES);
  });

  test("keeps as many rows of every phase as its caps allow, and counts what it cut", () => {
    for (const [name, rows] of [
      ["proc-tree", 4096],
      ["persistence", 512],
      ["recent-files", 1024],
    ] as const) {
      const section = document.phases[name];
      expect([name, section?.items.length]).toEqual([name, rows]);
      expect(section?.status).toBe("partial");
      expect(section?.truncations.length).toBeGreaterThan(0);
    }
    expect(document.phases["net-conns"]?.items.length).toBeGreaterThan(300);
    expect(document.host.mounts_dropped).toBeGreaterThan(0);
  });

  test("no phase broke its contract", () => {
    const broken = Object.values(document.phases).flatMap((section) =>
      section.errors.filter((row) => row.kind === "contract_violation"),
    );
    expect(broken).toEqual([]);
  });
});

test("a cap of 1 on everything still gives a document that says what it cut", async () => {
  const caps = Object.fromEntries(
    registry.map((phase) => [phase.name, Object.fromEntries(Object.keys(phase.caps).map((cap) => [cap, 1]))]),
  );
  const document = await collectWorst(caps);
  for (const [name, section] of Object.entries(document.phases)) {
    expect([name, section.items.length]).toEqual([name, 0]);
    expect([name, section.status, section.truncations.length > 0]).toEqual([name, "partial", true]);
  }
}, 240_000);
