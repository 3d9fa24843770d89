import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "livetriage-older-node-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a script prints at a terminal, and its exit code, where `node` is of this version. */
function atTerminal(script: string, version: string): string {
  writeFileSync(join(folder, "node"), `#!/bin/sh\necho ${version}\n`);
  chmodSync(join(folder, "node"), 0o755);
  const command = `${join(ROOT, script)} --version; echo $?`;
  const env = { PATH: `${folder}:${process.env["PATH"]}` };
  return execFileSync("script", ["-qc", command, "/dev/null"], { env, encoding: "utf8" }).replaceAll("\r", "");
}

describe.each(["apps/cli/bin/livetriage", "apps/sensor/bin/livetriage-sensor"])("%s", (script) => {
  test.each(["v18.20.4", "v20.19.0", "v22.23.1"])(
    "says that it needs a newer Node than %s, and ends as that would",
    (version) => {
      const name = script.split("/").at(-1);
      expect(atTerminal(script, version)).toBe(`${name}: needs Node 24.20 or newer, found ${version}\n9\n`);
    },
  );

  test.each(["v24.21.0", "v26.0.0", "v30.1.0"])("starts %s", (version) => {
    expect(atTerminal(script, version)).toBe(`${version}\n0\n`);
  });
});
