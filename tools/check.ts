/**
 * Checks everything and ends with one line `N passed, N failed, N skipped`: `npm test`.
 *
 *   --job NAME     only that part: build, lint, package or test
 *   --suite NAME   only the tests in files named `*.NAME.test.ts`, in every package
 */
import { parseArgs } from "node:util";
import { installHostTools } from "./check/host-tools.ts";
import { JOBS, STEPS, type Step } from "./check/steps.ts";
import type { Failure } from "./check/test-report.ts";
import { runTests } from "./check/tests.ts";

/** A line of what `npm test` prints. */
interface Row {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
}

const { values } = parseArgs({ options: { job: { type: "string" }, suite: { type: "string" } } });
const jobs = values.job === undefined ? JOBS : JOBS.filter((job) => job === values.job);
if (jobs.length === 0) throw new Error(`--job takes ${JOBS.join(", ")}, not ${values.job}`);
const rows: Row[] = [];

installHostTools();
console.log(`       ${"check".padEnd(36)}${["passed", "failed", "skipped"].map((word) => word.padStart(8)).join("")}`);
if (values.suite === undefined) for (const step of STEPS.filter(({ job }) => jobs.includes(job))) await runStep(step);
else process.env["LIVETRIAGE_SUITE"] = values.suite;
if (jobs.includes("test")) await tellTests();

for (const { name, failed } of rows) if (failed > 0) console.log(`failed: ${name}`);
const sum = (key: "passed" | "failed" | "skipped") => rows.reduce((total, row) => total + row[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") > 0 ? 1 : 0;

async function tellTests(): Promise<void> {
  console.log("       the tests of all packages, two at a time; this takes some minutes");
  const { outcome, packages } = await runTests();
  for (const { folder, passed, failed, skipped, seconds } of packages) {
    tell({ name: `tests of ${folder}`, passed, failed: failed.length, skipped: skipped.length, seconds });
  }
  if (!outcome.ok) {
    console.log(`\n── tests\n${outcome.output}`);
    const isTold = packages.some(({ failed }) => failed.length > 0);
    if (!isTold) tell({ name: "test tasks", passed: 0, failed: 1, skipped: 0, seconds: 0 });
  }

  for (const { folder, failed, skipped, unsteady } of packages) {
    for (const { name, reason } of skipped) console.log(`skipped: ${folder}: ${name}: ${reason ?? "no reason given"}`);
    for (const failure of unsteady) console.log(`failed at first, passed alone: ${folder}: ${describe(failure)}`);
    for (const failure of failed) console.log(`failed: ${folder}: ${describe(failure)}`);
  }
}

function describe({ file, name, error }: Failure): string {
  return `${file === null ? "" : `${file}: `}${name}: ${error}`;
}

async function runStep({ name, check }: Step): Promise<void> {
  const start = performance.now();
  const { ok, output } = await check();
  const seconds = (performance.now() - start) / 1000;
  if (!ok) console.log(`\n── ${name}\n${output}`);
  tell({ name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, seconds });
}

function tell(row: Row): void {
  const { name, passed, failed, skipped, seconds } = row;
  const counts = [passed, failed, skipped].map((count) => String(count).padStart(8)).join("");
  console.log(`${failed > 0 ? "FAILED" : "ok    "} ${name.padEnd(36)}${counts}${seconds.toFixed(1).padStart(8)} s`);
  rows.push(row);
}
