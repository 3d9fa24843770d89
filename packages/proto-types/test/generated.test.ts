import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const home = join(import.meta.dirname, "..");
const buf = (...args: string[]): string =>
  execFileSync(join(home, "node_modules/.bin/buf"), args, {
    cwd: home,
    encoding: "utf8",
    env: { ...process.env, PATH: `${join(home, "node_modules/.bin")}:${process.env["PATH"]}` },
  });

function tree(dir: string): Record<string, string> {
  const files = readdirSync(dir, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(dir, name), "utf8")]));
}

test("the proto files are well formed, documented and formatted", () => {
  expect(buf("lint")).toBe("");
  expect(buf("format", "-d", "--exit-code")).toBe("");
});

test("the committed code is what the proto files generate", () => {
  const scratch = mkdtempSync(join(tmpdir(), "livetriage-gen-"));
  try {
    buf("generate", "--output", scratch);
    expect(tree(join(scratch, "src/gen"))).toEqual(tree(join(home, "src/gen")));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
