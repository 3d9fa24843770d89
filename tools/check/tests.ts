import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stamp.mjs";
import type { Outcome } from "./run.ts";
import { turbo } from "./steps.ts";
import { TEST_REPORT, type TestReport } from "./test-report.ts";
import { listMembers, type Member } from "./workspace.ts";

/** The tests of one package. */
export interface PackageTests extends TestReport {
  folder: string;
}

/** Run every package's tests and collect their reports; a package that left none has failed. */
export async function runTests(): Promise<{ outcome: Outcome; packages: PackageTests[] }> {
  const tested = listMembers(root).filter(({ scripts }) => scripts.includes("test"));
  for (const { folder } of tested) rmSync(join(root, folder, TEST_REPORT), { force: true });
  const outcome = await turbo("test", "always");
  return { outcome, packages: tested.map(readReport) };
}

function readReport({ folder }: Member): PackageTests {
  const file = join(root, folder, TEST_REPORT);
  if (!existsSync(file)) return { folder, passed: 0, failed: 1, skipped: [], seconds: 0 };
  return { folder, ...(JSON.parse(readFileSync(file, "utf8")) as TestReport) };
}
