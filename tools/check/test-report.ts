import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Reporter, SerializedError, TestModule, TestRunEndReason, Vitest } from "vitest/node";

/** The outcome of one package's tests, as `npm test` sums it up. */
export interface TestReport {
  passed: number;
  failed: number;
  skipped: { name: string; reason: string | null }[];
  seconds: number;
}

/** Where the report stands, below the package. */
export const TEST_REPORT = "node_modules/.cache/test-report.json";

/** Writes what `npm test` needs: counts, and every skipped test with its reason (vitest's own JSON has none). */
export class TestReporter implements Reporter {
  #root = "";
  #start = 0;

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
    this.#start = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    const report: TestReport = { passed: 0, failed: unhandled.length, skipped: [], seconds: 0 };
    for (const module of modules) addModule(report, module);
    if (reason !== "passed" && report.failed === 0) report.failed = 1;
    report.seconds = (performance.now() - this.#start) / 1000;
    const file = join(this.#root, TEST_REPORT);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(report));
  }
}

function addModule(report: TestReport, module: TestModule): void {
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === "passed") report.passed += 1;
    else if (result.state === "failed") report.failed += 1;
    else
      report.skipped.push({ name: test.fullName, reason: result.state === "skipped" ? (result.note ?? null) : null });
  }
  if (module.errors().length > 0) report.failed += 1;
}
