import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../run.ts";
import { testIo } from "../testing/test-io.ts";

/** Packages as earlier versions wrote them, lists shortened. */
const FOLDER = join(import.meta.dirname, "../../test/packages");

describe.each(readdirSync(FOLDER))("a package of %s", (name) => {
  const stdin = readFileSync(join(FOLDER, name), "utf8");
  const call = async (...argv: string[]) => {
    const io = testIo({ stdin });
    await run(argv, io);
    return io.out() + io.err();
  };

  test.each(["summary", "signals", "tree", "net", "persistence", "files", "gaps"])("is shown as %s", async (view) => {
    expect(await call("show", "-", "--view", view)).toMatch(/^[A-Z][A-Z ,]+/);
  });

  test("is verified", async () => {
    expect(await call("verify", "-")).toContain("schema    livetriage.package/v1: valid");
  });
});
