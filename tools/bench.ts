/** Runs benchmarks and prints ratios; asserts nothing: `npm run bench -- host processes net`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { thisMachine } from "../bench/place.ts";
import { type Contender, type Contest, measure, type Timing } from "./bench/contest.ts";
import { peakMemory } from "./bench/peak-memory.ts";
import { sharesOf } from "./bench/shares.ts";
import { root } from "./stamp.mjs";

const folder = join(root, "bench");
const known = readdirSync(folder)
  .filter((file) => file.endsWith(".bench.ts"))
  .map((file) => file.replace(".bench.ts", ""));
const names = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(", ")}; there are ${known.join(", ")}`);
  process.exit(64);
}

for (const name of names) {
  const bench = (await import(join(folder, `${name}.bench.ts`))) as Bench;
  if ("print" in bench) {
    await bench.print();
    continue;
  }
  for (const prepare of "contests" in bench ? bench.contests : [bench.prepare]) {
    const contest = await prepare();
    try {
      await report(name, contest);
    } finally {
      contest.remove();
    }
  }
}

/** What a file of `bench` exports: one contest, several that follow each other, or something that prints itself. */
type Bench =
  | { readonly prepare: () => Promise<Contest> }
  | { readonly contests: readonly (() => Promise<Contest>)[] }
  | { readonly print: () => Promise<void> };

async function report(name: string, contest: Contest): Promise<void> {
  const timings = await measure(contest);
  console.log(`\n${name}: ${contest.title}; medians of ${contest.rounds} rounds in turn`);
  const peer = timings.get(contest.peer);
  for (const contender of contest.contenders) {
    const timing = timings.get(contender);
    if (timing !== undefined && peer !== undefined) console.log(rowOf(contender, timing, timing.median / peer.median));
  }
  const [first] = contest.contenders;
  const { megabytes, processes } = await peakMemory(first.command);
  console.log(`  peak PSS of ${first.name}: ${megabytes.toFixed(0)} MB over ${processes} processes`);
  if (contest.profiled !== undefined) console.log(`  processor time: ${await sharesText(first, contest.profiled)}`);
  for (const note of contest.notes) console.log(`  ${note}`);
}

async function sharesText({ command }: Contender, args: readonly string[]): Promise<string> {
  const shares = await sharesOf(command, thisMachine().livetriage(["--version"]), args);
  return [...shares].map(([name, percent]) => `${name} ${percent.toFixed(0)} %`).join(", ");
}

function rowOf({ name }: Contender, { median, least }: Timing, ratio: number): string {
  const columns = [`${median.toFixed(0)} ms`, `least ${least.toFixed(0)} ms`, `× ${ratio.toFixed(2)}`];
  return `  ${name.padEnd(44)}${columns.map((column) => column.padStart(16)).join("")}`;
}
