import { execFileSync } from "node:child_process";
import { readdirSync, readlinkSync } from "node:fs";
import { createLiveHost } from "@livetriage/triage-core/host";
import { collectEvents, testContext } from "@livetriage/triage-core/testing";
import { beforeAll, describe, expect, test } from "vitest";
import { type NetworkConnection, netConns } from "../src/index.ts";
import { asSsRows, parseSs } from "./peers.ts";
import { whyNoPlant } from "./plant.ts";

/** Rows by namespace; a row is one text. */
type Rows = ReadonlyMap<string, readonly string[]>;

const missing = whyNoPlant();

/** One process in each network namespace, by the inode of the namespace. */
function namespaces(): Map<string, string> {
  const found = new Map<string, string>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const inode = /\d+/.exec(readlinkSync(`/proc/${pid}/ns/net`))?.[0] ?? "";
      if (!found.has(inode)) found.set(inode, pid);
    } catch {
      // it ended meanwhile
    }
  }
  return found;
}

/** What ss shows in every namespace that a process is in: TCP and UDP with their owners, unix sockets by inode. */
function readSs(): Rows {
  const rows = new Map<string, readonly string[]>();
  for (const [inode, pid] of namespaces()) {
    const ss = (...args: string[]) =>
      execFileSync("nsenter", ["-t", pid, "-n", "ss", "-H", ...args], { encoding: "utf8", maxBuffer: 1e8 });
    try {
      rows.set(inode, [...parseSs(ss("-tuna", "-p")).map(asText), ...unixInodes(ss("-xa"))]);
    } catch {
      // the namespace ended with its process
    }
  }
  return rows;
}

function unixInodes(text: string): string[] {
  return [...text.matchAll(/\s(\d+)\s+\S+\s+\d+\s*$/gm)].map(([, inode]) => `unix ${inode}`);
}

function asText({ protocol, state, local, remote, owners }: ReturnType<typeof parseSs>[number]): string {
  return `${protocol} ${state} ${local} ${remote} ${owners}`;
}

function ourRows(items: readonly NetworkConnection[]): string[] {
  const unix = items.filter(({ protocol, inode }) => protocol === "unix" && inode !== null);
  return [...asSsRows(items).map(asText), ...unix.map(({ inode }) => `unix ${inode}`)];
}

function isInternet(row: string): boolean {
  return !row.startsWith("unix ");
}

describe.skipIf(missing !== null)(`this machine side by side with ss in every namespace${missing ?? ""}`, () => {
  let before: Rows;
  let after: Rows;
  let ours: Rows;
  let items: readonly NetworkConnection[];

  beforeAll(async () => {
    const host = createLiveHost();
    const caps = { entries: 1_000_000, unix: 1_000_000, netlink: 1_000_000, bytes: 1_000_000_000, owners: 1_000_000 };
    before = readSs();
    ({ items } = await collectEvents(netConns, testContext(netConns, { host, caps })));
    after = readSs();
    host.close();
    ours = new Map([...Map.groupBy(items, ({ netns }) => netns ?? "")].map(([netns, rows]) => [netns, ourRows(rows)]));
  }, 110_000);

  /** Rows of every namespace that ss could look into both times. */
  function* compared(): Generator<{ both: Set<string>; either: Set<string>; rows: readonly string[] }> {
    for (const [netns, first] of before) {
      const second = after.get(netns);
      if (second === undefined) continue;
      const rows = new Set(first);
      const both = new Set(second.filter((row) => rows.has(row)));
      yield { both, either: new Set([...first, ...second]), rows: ours.get(netns) ?? [] };
    }
  }

  test("what ss shows before and after is there, in its namespace, with its state and all its owners", () => {
    const lost = [...compared()].flatMap(({ both, rows }) => {
      const seen = new Set(rows);
      return [...both].filter((row) => !seen.has(row));
    });
    expect([...compared()].reduce((sum, { both }) => sum + both.size, 0)).toBeGreaterThan(10);
    expect(lost).toEqual([]);
  });

  // Not asked of unix sockets: every program that is started by another one has pairs of them for a moment.
  test("TCP and UDP that ss shows neither before nor after came and went: at most one row in 200", () => {
    const sides = [...compared()].map(({ either, rows }) => ({ either, rows: rows.filter(isInternet) }));
    const strange = sides.flatMap(({ either, rows }) => rows.filter((row) => !either.has(row)));
    const total = sides.reduce((sum, { rows }) => sum + rows.length, 0);
    expect(strange.slice(Math.ceil(total / 200))).toEqual([]);
  });

  test("every socket without an owner says why, and none is unexplained", () => {
    const reasons = items.filter(({ owners }) => owners?.length === 0).map(({ no_owner_reason }) => no_owner_reason);
    expect(reasons).not.toContain(null);
    expect(reasons).not.toContain("unexplained");
  });
});
