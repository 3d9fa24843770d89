import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const missing = whatIsMissing();
if (missing !== null) console.warn(`hung file systems are NOT tested here: ${missing}`);

/** What is read of a process whose memory lock is held: status, cmdline, exe, environ. */
const TRAPPED = ["ok", "BLOCKED", "ok", "BLOCKED"];

let base: string;

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), "livetriage-hung-"));
  if (missing === null) execFileSync("gcc", ["-O2", "-pthread", "-o", join(base, "hung-fuse"), here("hung-fuse.c")]);
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

interface Outcome {
  readonly answers: unknown;
  readonly tookMs: number;
  readonly abandoned: number;
}

/** Put one scenario of `asks.ts` to a live host. */
function outcomeOf(scenario: string): Outcome {
  return runApart("ask-hung.ts", [scenario]) as Outcome;
}

/** Run a script of this folder in a mount namespace that goes with it; what it printed. */
function runApart(script: string, args: readonly string[]): unknown {
  const node = [process.execPath, "--conditions=@livetriage/source", here(script), join(base, "hung-fuse"), base];
  const apart = ["-m", "--propagation", "private", "timeout", "-k", "1", "40"];
  return JSON.parse(execFileSync("unshare", [...apart, ...node, ...args]).toString());
}

describe.skipIf(missing !== null)("a file system that never answers", () => {
  it("is not touched where policy leaves it alone", () => {
    const { answers, abandoned } = outcomeOf("by policy");
    expect([answers, abandoned]).toEqual([["ok", "SKIPPED policy", "ok", "ok", "SKIPPED policy"], 0]);
  });

  it.each(["lookup", "getattr", "open", "read", "opendir", "readdir"])(
    "blocks %s only, once, and is then left alone",
    (what) => {
      const { answers, abandoned, tookMs } = outcomeOf(what);
      expect([answers, abandoned]).toEqual([["ok", "BLOCKED", "ok", "ok", "SKIPPED mount_blocked"], 1]);
      expect(tookMs).toBeLessThan(10_000);
    },
  );

  it("leaves readers behind that cannot be killed: at eight it ends, and the asking process never stood still", () => {
    interface Fare {
      readonly answers: readonly string[];
      readonly afterwards: string;
      readonly states: readonly string[];
      readonly mostLagMs: number;
    }
    const { answers, afterwards, states, mostLagMs } = runApart("stay-responsive.ts", []) as Fare;
    expect(answers).toEqual(Array.from({ length: 9 }, () => "BLOCKED"));
    expect(states.filter((state) => state === "D").length).toBeGreaterThanOrEqual(9);
    expect(afterwards).toBe("SKIPPED");
    expect(mostLagMs).toBeLessThan(2000);
  }, 60_000);

  it("that holds a memory lock costs the fields that wait for it, and nothing else", () => {
    const { answers, abandoned, tookMs } = outcomeOf("one memory lock");
    expect(answers).toEqual({ others: [], victims: [TRAPPED] });
    expect(abandoned).toBe(1);
    expect(tookMs).toBeLessThan(10_000);
  });

  it("that holds the memory locks of many costs nobody else's answers", () => {
    const { others, victims } = outcomeOf("memory locks of two users").answers as {
      others: string[];
      victims: string[][];
    };
    expect(others).toEqual([]);
    // On a loaded machine the traps end by themselves before each was met; what needs no lock is read of every one.
    expect(victims.map(([status]) => status)).toEqual(Array.from({ length: 12 }, () => "ok"));
    expect(victims[0]).toEqual(TRAPPED);
  });
});

function whatIsMissing(): string | null {
  if (process.getuid?.() !== 0) return "not root";
  if (!existsSync("/dev/fuse")) return "no /dev/fuse";
  for (const program of ["gcc", "unshare"]) {
    try {
      execFileSync(program, ["--version"], { stdio: "ignore" });
    } catch {
      return `no ${program}`;
    }
  }
  return null;
}
