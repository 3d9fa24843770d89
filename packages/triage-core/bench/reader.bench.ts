import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const ROUNDS = 7;
const PROCESSES = Number(process.argv[2] ?? 4000);
const FILES = Number(process.argv[3] ?? 200_000);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The reader against `ps` and `find`: whole commands, run in turn, medians and ratios. */
async function bench(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-bench-"));
  try {
    const reader = await bundle("../src/reader/main.ts", join(dir, "reader.cjs"));
    const processes = await bundle("read-processes.ts", join(dir, "processes.cjs"));
    const walk = await bundle("walk-files.ts", join(dir, "walk.cjs"));
    await withSleepers(dir, () =>
      compare({
        ps: ["ps", "-eo", "pid,ppid,state,lstart,uid,comm,args,exe"],
        "one reader": [process.execPath, processes, reader, "1"],
        "two readers": [process.execPath, processes, reader, "2"],
      }),
    );
    const tree = makeTree(join(dir, "tree"));
    compare({
      find: ["find", tree, "-printf", "%p\\0%y\\0%s\\0%T@\\0%C@\\0%U\\0%G\\0%m\\0%i\\0"],
      "walk through the reader": [process.execPath, walk, reader, tree],
    });
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function bundle(entry: string, file: string): Promise<string> {
  await build({
    input: here(entry),
    platform: "node",
    output: { file, format: "cjs", minify: true },
    logLevel: "silent",
  });
  return file;
}

async function withSleepers(dir: string, run: () => void): Promise<void> {
  const program = join(dir, "sleepers");
  execFileSync("gcc", ["-O2", "-o", program, here("sleepers.c")]);
  const child = spawn(program, [String(PROCESSES)], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  try {
    run();
  } finally {
    child.stdin.end();
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

function makeTree(tree: string): string {
  for (let i = 0; i < FILES / 100; i++) {
    const dir = join(tree, `d${i % 50}`, `e${i}`);
    mkdirSync(dir, { recursive: true });
    for (let k = 0; k < 100; k++) writeFileSync(join(dir, `file${k}`), "");
  }
  return tree;
}

/** Each command once a round; the first is what the others are measured by. */
function compare(commands: Readonly<Record<string, readonly string[]>>): void {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      const start = performance.now();
      execFileSync(program, args, { maxBuffer: 1 << 30 });
      times[name]?.push(performance.now() - start);
    }
  }
  const medians = Object.entries(times).map(
    ([name, all]) => [name, all.sort((a, b) => a - b)[ROUNDS >> 1] ?? 0] as const,
  );
  const base = medians[0]?.[1] ?? 1;
  for (const [name, ms] of medians)
    console.log(`${name.padEnd(24)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / base).toFixed(2)}`);
}

await bench();
