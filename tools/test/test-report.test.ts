import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../check/run.ts";
import { TEST_REPORT } from "../check/test-report.ts";
import { root } from "../stamp.mjs";
import { plantFiles } from "./plant.ts";

const head = 'import { expect, test } from "vitest";\n';

/** The report of a package with these tests, as `npm test` reads it. */
async function report(files: Record<string, string>): Promise<unknown> {
  const shared = JSON.stringify(join(root, "vitest.shared.ts"));
  const folder = plantFiles({ "vitest.config.ts": `export { default } from ${shared};\n`, ...files });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "tools/node_modules/vitest"), join(folder, "node_modules/vitest"));
  await run("vitest", ["run", "--config", "vitest.config.ts"], { cwd: folder });
  return JSON.parse(readFileSync(join(folder, TEST_REPORT), "utf8"));
}

test("passed, failed and skipped tests are counted, skipped ones with their reason", async () => {
  const body = `
    test("passes", () => {});
    test("fails", () => expect(1).toBe(2));
    test("cannot run", ({ skip }) => skip("needs strace: apt-get install strace"));
    test.skip("left out", () => {});
  `;
  expect(await report({ "src/a.test.ts": head + body })).toEqual({
    passed: 1,
    failed: [{ file: "src/a.test.ts", name: "fails", error: expect.stringContaining("expected 1 to be 2") as string }],
    skipped: [
      { name: "cannot run", reason: "needs strace: apt-get install strace" },
      { name: "left out", reason: null },
    ],
    seconds: expect.any(Number) as number,
  });
});

test.each([
  ["a file that throws", { "src/a.test.ts": 'throw new Error("x");\n' }],
  [
    "an error that nobody caught",
    { "src/a.test.ts": `${head}test("a", () => void Promise.reject(new Error("x")));\n` },
  ],
  ["no test at all", { "src/a.ts": "" }],
])("%s is a failure", async (_, files: Record<string, string>) => {
  expect(await report(files)).toMatchObject({ failed: [{ name: expect.any(String) as string }] });
});
