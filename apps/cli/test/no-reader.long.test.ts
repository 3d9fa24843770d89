import { expect, it } from "vitest";
import { commandWithReader, QUICK, shell } from "./livetriage.ts";

it("does not wait for ever for readers that never start", async () => {
  const waits = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)";
  const { code, stderr } = await shell(`${commandWithReader(waits)} collect ${QUICK} --format json`);
  expect(stderr).toMatch(/^nothing could be collected: readers did not start/);
  expect(code).toBe(2);
}, 120_000);
