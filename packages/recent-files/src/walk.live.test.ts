import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLiveHost } from "@livetriage/triage-core/host";
import { decodeLossless } from "@livetriage/triage-core/text";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seen } from "./candidate.ts";
import { findChanged } from "./find-changed.ts";
import { createMountTable } from "./mount-table.ts";
import { planWalk } from "./plan-walk.ts";
import { type EngineEvent, type WalkLimits, walk } from "./walk.ts";

const LIMITS: WalkLimits = { levels: 64, directories: 100_000, names: 1_000_000, namesPerDirectory: 1_000_000 };
const base = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "livetriage-recent-"));
const host = createLiveHost({ find: true });
const signal = new AbortController().signal;
/** Each file system takes those of them that it can hold. */
const EXTREMES = ["-9000000000000", "-2147483648", "0.999999999", "2147483648", "12000000000", "9000000000000"];
const HOSTILE_NAMES = ["new\nline", "\u001b[31mred", "\u202egpj.exe", "-rf", "$(id)", "=cmd", "a\\b", " ", "*", "é"];

beforeAll(() => {
  const raw = (name: readonly number[]) => Buffer.concat([Buffer.from(`${base}/`), Buffer.from(name)]);
  for (const name of HOSTILE_NAMES) writeFileSync(join(base, name), "x");
  writeFileSync(raw([0xff, 0xfe, 0x41]), "x");
  mkdirSync(raw([0x64, 0xe2, 0x82]));
  writeFileSync(Buffer.concat([raw([0x64, 0xe2, 0x82]), Buffer.from("/f")]), "x");
  writeFileSync(join(base, "sparse"), "");
  truncateSync(join(base, "sparse"), 50 * 1024 ** 3);
  symlinkSync(".", join(base, "loop"));
  symlinkSync("/", join(base, "away"));
  linkSync(join(base, "é"), join(base, "second name"));
  execFileSync("mkfifo", [join(base, "fifo")]);
  writeFileSync(join(base, "future"), "");
  utimesSync(join(base, "future"), 4_102_444_800, 4_102_444_800);
  writeFileSync(join(base, "past"), "");
  execFileSync("touch", ["-d", "@-1", join(base, "past")]);
  for (const second of EXTREMES) execFileSync("touch", ["-d", `@${second}`, join(base, `at ${second}`)]);
  makeDeep(4000);
});

afterAll(() => {
  host.close();
  while (existsSync(join(base, "deep", ...CHAIN))) {
    renameSync(join(base, "deep", ...CHAIN), join(base, "rest"));
    rmSync(join(base, "deep"), { recursive: true });
    renameSync(join(base, "rest"), join(base, "deep"));
  }
  rmSync(base, { recursive: true });
});

const CHAIN: readonly string[] = Array.from({ length: 400 }, () => "d");

/** Chains of 400 levels, each put at the bottom of the next: no path gets too long for the kernel. */
function makeDeep(levels: number): void {
  mkdirSync(join(base, "inner"));
  writeFileSync(join(base, "inner/bottom"), "");
  for (let depth = 0; depth < levels; depth += CHAIN.length) {
    mkdirSync(join(base, "outer", ...CHAIN.slice(1)), { recursive: true });
    renameSync(join(base, "inner"), join(base, "outer", ...CHAIN));
    renameSync(join(base, "outer"), join(base, "inner"));
  }
  renameSync(join(base, "inner"), join(base, "deep"));
}

async function walked(sinceNs: bigint, limits = LIMITS) {
  return collect(walk(host, PLAN, sinceNs, limits));
}

const PLAN = planWalk([base], [], createMountTable([]));

async function collect(engine: AsyncIterable<EngineEvent>) {
  const events: EngineEvent[] = [];
  for await (const event of engine) events.push(event);
  return {
    seen: events.flatMap((event) => (event.kind === "seen" ? event.seen : [])),
    cuts: events.flatMap((event) => (event.kind === "truncation" ? [event.truncation.cap] : [])),
    errors: events.flatMap((event) => (event.kind === "error" ? [event.error] : [])),
  };
}

/** What GNU find says of the same tree: one line a file, in any order. */
function found(levels: number): string[] {
  const format = "%p\\0%y %m %U %G %n %s %b %i %T@ %C@\\0";
  const fields = execFileSync("find", [base, "-maxdepth", String(levels), "-printf", format], { maxBuffer: 1 << 30 });
  const texts = decodeLossless(fields).split("\0").slice(0, -1);
  return texts.flatMap((text, i) => (i % 2 === 0 ? [`${text} ${texts[i + 1]}`] : [])).toSorted(byText);
}

const TYPES: Readonly<Record<string, string>> = { file: "f", directory: "d", symlink: "l", fifo: "p", socket: "s" };

async function asFindSays({ path }: Seen): Promise<string> {
  const time = (ns: bigint) => {
    const [sign, abs] = ns < 0n ? ["-", -ns] : ["", ns];
    return `${sign}${abs / 1_000_000_000n}.${String(abs % 1_000_000_000n).padStart(9, "0")}0`;
  };
  const looked = await host.lstat(path);
  if (!looked.ok) throw new Error(`${path}: ${looked.error.errno}`);
  const { type, mode, uid, gid, nlink, size, blocks, ino, mtime_ns, ctime_ns } = looked.value;
  const permissions = (mode & 0o7777).toString(8);
  return [path, TYPES[type], permissions, uid, gid, nlink, size, blocks, ino, time(mtime_ns), time(ctime_ns)].join(" ");
}

function atAGlance({ path, stat }: Seen): string {
  return [path, stat.type, stat.mode, stat.uid, stat.mtime_s, stat.mtime_n, stat.ctime_s, stat.ctime_n].join(" ");
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

describe("the walk over a made tree", () => {
  it.each([1, 5, 64])("sees at depth %d what GNU find sees, field by field", async (levels) => {
    const { seen, errors } = await walked(-(2n ** 62n), { ...LIMITS, levels });
    expect(errors).toEqual([]);
    expect((await Promise.all(seen.map(asFindSays))).toSorted(byText)).toEqual(found(levels));
  });

  it.each([1, 5, 64])("sees at depth %d what the find engine sees, or finds no find to trust", async (levels) => {
    const distrust = await host.findDistrust;
    const phaseHost = host.forPhase(signal);
    const find = phaseHost.find?.bind(phaseHost);
    if (find === undefined) return expect(distrust).not.toBeNull();
    const limits = { ...LIMITS, levels };
    const found = await collect(
      findChanged({ ...phaseHost, find }, PLAN, -(2n ** 62n), { limits, signal, inParts: true }),
    );
    const { seen } = await walked(-(2n ** 62n), limits);
    expect(found.seen.map(atAGlance).toSorted(byText)).toEqual(seen.map(atAGlance).toSorted(byText));
    expect(found.cuts).toEqual(["levels"]);
  });

  it("sees what an independent listing sees", async () => {
    const names = readdirSync(base, { encoding: "buffer" }).map((name) => decodeLossless(name));
    const { seen } = await walked(-(2n ** 62n), { ...LIMITS, levels: 1 });
    expect(seen.map(({ path }) => path).toSorted(byText)).toEqual(
      [base, ...names.map((name) => `${base}/${name}`)].toSorted(byText),
    );
  });

  it("goes to the bottom of 4,000 levels when it may, and says where it stopped when not", async () => {
    const deep = await walked(-(2n ** 62n), { ...LIMITS, levels: 5000 });
    expect(deep.seen.filter(({ path }) => path.endsWith("/bottom"))).toHaveLength(1);
    expect((await walked(-(2n ** 62n))).cuts).toEqual(["levels"]);
  });

  it("sees by ctime what claims to be older, and takes it as it is", async () => {
    const past = (await walked(0n)).seen.find(({ path }) => path === `${base}/past`);
    expect([past?.stat.mtime_s, past?.stat.mtime_n]).toEqual([-1, 0]);
  });
});
