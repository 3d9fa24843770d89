import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Reporter, SerializedError, TestModule, TestRunEndReason, Vitest } from "vitest/node";

/** A test that failed; `file` is relative to the package, and null where no single file is to blame. */
export interface Failure {
  file: string | null;
  name: string;
  error: string;
}

/** The outcome of one package's tests, as `npm test` sums it up. */
export interface TestReport {
  passed: number;
  failed: Failure[];
  skipped: { name: string; reason: string | null }[];
  seconds: number;
}

/** Where the report stands, below the package. */
export const TEST_REPORT = "node_modules/.cache/test-report.json";

/** Writes what `npm test` needs: counts, every failure, and every skipped test with its reason (vitest's own JSON has none). */
export class TestReporter implements Reporter {
  #root = "";
  #start = 0;

  onInit(vitest: Vitest): void {
    this.#root = vitest.config.root;
    this.#start = performance.now();
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    const report: TestReport = { passed: 0, failed: [], skipped: [], seconds: 0 };
    for (const error of unhandled) {
      report.failed.push({ file: null, name: "an error that nobody caught", error: firstLine(error) });
    }
    for (const module of modules) addModule(report, relative(this.#root, module.moduleId), module);
    if (reason !== "passed" && report.failed.length === 0) {
      report.failed.push({ file: null, name: "the run", error: `ended as ${reason}` });
    }
    report.seconds = (performance.now() - this.#start) / 1000;
    const path = join(this.#root, TEST_REPORT);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(report));
  }
}

function addModule(report: TestReport, file: string, module: TestModule): void {
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === "passed") report.passed += 1;
    else if (result.state === "failed") {
      report.failed.push({ file, name: test.fullName, error: firstLine(result.errors[0]) });
    } else {
      report.skipped.push({ name: test.fullName, reason: result.state === "skipped" ? (result.note ?? null) : null });
    }
  }
  const [error] = module.errors();
  if (error !== undefined) report.failed.push({ file, name: "the file", error: firstLine(error) });
}

function firstLine(error: { readonly message: string } | undefined): string {
  return error?.message.split("\n")[0] ?? "";
}
