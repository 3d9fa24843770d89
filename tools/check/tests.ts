import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../stamp.mjs";
import { type Outcome, run } from "./run.ts";
import { turbo } from "./steps.ts";
import { type Failure, TEST_REPORT, type TestReport } from "./test-report.ts";
import { listMembers, type Member } from "./workspace.ts";

/** The tests of one package; what failed in company and passed alone is `unsteady`. */
export interface PackageTests extends TestReport {
  folder: string;
  unsteady: Failure[];
}

/** More files than this fail for a reason, which a second attempt would only tell again. */
const MAX_FILES_AGAIN = 3;

/** Run every package's tests and collect their reports; a package that left none has failed. */
export async function runTests(): Promise<{ outcome: Outcome; packages: PackageTests[] }> {
  const tested = listMembers(root).filter(({ scripts }) => scripts.includes("test"));
  for (const { folder } of tested) rmSync(join(root, folder, TEST_REPORT), { force: true });
  const outcome = await turbo("test", "always");
  const packages = tested.map((member): PackageTests => ({ ...readReport(member), unsteady: [] }));
  const files = packages.flatMap(filesToRunAgain);
  if (files.length === 0 || files.length > MAX_FILES_AGAIN) return { outcome, packages };
  const again: PackageTests[] = [];
  for (const tests of packages) again.push(await runAgain(tests));
  return { outcome: { ...outcome, ok: outcome.ok || !again.some(hasFailed) }, packages: again };
}

/** The tests run two packages at a time, on machines that are busy besides: what failed has a second try by itself. */
async function runAgain(tests: PackageTests): Promise<PackageTests> {
  const files = filesToRunAgain(tests);
  if (files.length === 0) return tests;
  const { ok } = await run("vitest", ["run", ...files], { cwd: join(root, tests.folder) });
  if (!ok) return tests;
  const failed = tests.failed.filter(({ file }) => file === null);
  const unsteady = tests.failed.filter(({ file }) => file !== null);
  return { ...tests, passed: tests.passed + unsteady.length, failed, unsteady };
}

function filesToRunAgain({ failed }: PackageTests): string[] {
  return [...new Set(failed.flatMap(({ file }) => file ?? []))];
}

function hasFailed({ failed }: PackageTests): boolean {
  return failed.length > 0;
}

function readReport({ folder }: Pick<Member, "folder">): TestReport & { folder: string } {
  const path = join(root, folder, TEST_REPORT);
  const none: Failure = { file: null, name: "the run", error: "left no report" };
  if (!existsSync(path)) return { folder, passed: 0, failed: [none], skipped: [], seconds: 0 };
  return { folder, ...(JSON.parse(readFileSync(path, "utf8")) as TestReport) };
}
