/**
 * Checks everything and ends with one line `N passed, N failed, N skipped`: `npm test`.
 *
 *   --suite NAME   only the tests in files named `*.NAME.test.ts`, in every package
 */
import { parseArgs } from "node:util";
import { installHostTools } from "./check/host-tools.ts";
import { STEPS } from "./check/steps.ts";
import { runTests } from "./check/tests.ts";

interface Row {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
}

const { values } = parseArgs({ options: { suite: { type: "string" } } });
const rows: Row[] = [];

installHostTools();
if (values.suite === undefined) {
  for (const { name, check } of STEPS) {
    const start = performance.now();
    const { ok, output } = await check();
    if (!ok) console.log(`\n── ${name}\n${output}`);
    rows.push({
      name,
      passed: ok ? 1 : 0,
      failed: ok ? 0 : 1,
      skipped: 0,
      seconds: (performance.now() - start) / 1000,
    });
  }
} else {
  process.env["LIVETRIAGE_SUITE"] = values.suite;
}

const { outcome, packages } = await runTests();
if (!outcome.ok) console.log(`\n── tests\n${outcome.output}`);
if (!outcome.ok && packages.every(({ failed }) => failed === 0)) {
  rows.push({ name: "test tasks", passed: 0, failed: 1, skipped: 0, seconds: 0 });
}
for (const { folder, passed, failed, skipped, seconds } of packages) {
  for (const { name, reason } of skipped) console.log(`skipped: ${folder}: ${name}: ${reason ?? "no reason given"}`);
  rows.push({ name: `tests of ${folder}`, passed, failed, skipped: skipped.length, seconds });
}

for (const { name, passed, failed, skipped, seconds } of rows) {
  const counts = [passed, failed, skipped].map((count) => String(count).padStart(6)).join("");
  console.log(`${failed > 0 ? "FAILED" : "ok    "} ${name.padEnd(36)}${counts}${seconds.toFixed(1).padStart(8)} s`);
}
const sum = (key: "passed" | "failed" | "skipped") => rows.reduce((total, row) => total + row[key], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed, ${sum("skipped")} skipped`);
process.exitCode = sum("failed") > 0 ? 1 : 0;
