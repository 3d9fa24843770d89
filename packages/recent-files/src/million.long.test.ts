import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLiveHost } from "@livetriage/triage-core/host";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canFind, findChanged } from "./find-changed.ts";
import { createMountTable } from "./mount-table.ts";
import { planWalk } from "./plan-walk.ts";
import { type EngineEvent, type WalkLimits, walk } from "./walk.ts";

const MILLION = 1_000_000;
const LIMITS: WalkLimits = { levels: 64, directories: 100_000, names: 3 * MILLION, namesPerDirectory: 2 * MILLION };
const base = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "livetriage-million-"));
const host = createLiveHost({ find: true });
const PLAN = planWalk([base], [], createMountTable([]));

beforeAll(() => {
  mkdirSync(join(base, "wide"));
  execFileSync("sh", ["-c", `seq ${MILLION} | xargs -n 10000 touch`], { cwd: join(base, "wide") });
  execFileSync("touch", ["-d", "@0", join(base, "wide/77")]);
}, 300_000);

afterAll(() => {
  host.close();
  rmSync(base, { recursive: true });
});

/** Names below the tree, each by its number; memory of this process is the measure of what is held at a time. */
async function namesOf(
  engine: AsyncIterable<EngineEvent>,
): Promise<{ names: Uint8Array; errors: number; cuts: number }> {
  const names = new Uint8Array(MILLION + 1);
  let errors = 0;
  let cuts = 0;
  for await (const event of engine) {
    if (event.kind === "error") errors++;
    if (event.kind === "truncation") cuts++;
    if (event.kind !== "seen") continue;
    for (const { path } of event.seen) {
      const name = Number(/\/wide\/(\d+)$/.exec(path)?.[1] ?? 0);
      names[name] = (names[name] ?? 0) + 1;
    }
  }
  return { names, errors, cuts };
}

const once = (names: Uint8Array) => names.subarray(1).every((count) => count === 1);

describe("a directory of a million entries", () => {
  it("is walked to its end, every name once", { timeout: 120_000 }, async () => {
    const { names, errors, cuts } = await namesOf(walk(host, PLAN, 0n, LIMITS));
    expect([once(names), names[0], errors, cuts]).toEqual([true, 2, 0, 0]);
  });

  it("is shown by find the same, or there is no find to trust", { timeout: 120_000 }, async () => {
    const distrust = await host.findDistrust;
    const { signal } = new AbortController();
    const finder = host.forPhase(signal);
    if (!canFind(finder)) return expect(distrust).not.toBeNull();
    const { names, errors, cuts } = await namesOf(
      findChanged(finder, PLAN, 0n, { limits: LIMITS, signal, inParts: true }),
    );
    expect([once(names), names[0], errors, cuts]).toEqual([true, 2, 0, 0]);
  });

  it("is cut where it may be, and says so", { timeout: 120_000 }, async () => {
    const { cuts } = await namesOf(walk(host, PLAN, 0n, { ...LIMITS, namesPerDirectory: 1000 }));
    expect(cuts).toBe(1);
  });
});
