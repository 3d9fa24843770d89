import { execFile } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

test("a code cache that is damaged is left aside, a program of another build is not run", async () => {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-sensor-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ["bin", "dist"])
    cpSync(join(import.meta.dirname, "..", part), join(folder, part), { recursive: true });
  const version = () => promisify(execFile)(join(folder, "bin/livetriage-sensor"), ["--version"]);
  const { stdout } = await version();
  appendFileSync(join(folder, "dist/program.cache"), "x");
  expect((await version()).stdout).toBe(stdout);
  rmSync(join(folder, "dist/program.cache"));
  expect((await version()).stdout).toBe(stdout);
  appendFileSync(join(folder, "dist/program.cjs"), "\n");
  await expect(version()).rejects.toMatchObject({
    code: 70,
    stderr: expect.stringMatching(/^livetriage-sensor: \S+program\.cjs was not built together with this command\n$/),
  });
});
