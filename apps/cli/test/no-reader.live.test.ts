import { expect, it } from "vitest";
import { commandWithReader, shell } from "./livetriage.ts";

it("exits with 2, and says why above the sha256, when no reader stays alive", async () => {
  const { code, stdout, stderr } = await shell(`${commandWithReader("process.exit(1)")} collect --format json`);
  expect(stderr).toMatch(
    /^nothing could be collected: readers did not start, or ended at once [^\n]*\n[0-9a-f]{64} {2}-\n$/,
  );
  expect(code).toBe(2);
  const { phases } = JSON.parse(stdout) as { phases: Record<string, { status: string }> };
  expect(Object.values(phases).map(({ status }) => status)).toEqual(["failed", "failed", "failed", "failed"]);
}, 60_000);
