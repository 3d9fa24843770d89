import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

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

describe("a change that an older end would misread", () => {
  /** What the last release spoke; `buf build -o test/released.binpb` renews it. */
  const breaking = (folder: string): string => {
    try {
      return buf("breaking", folder, "--against", join(home, "test/released.binpb"));
    } catch (error) {
      const { status, stdout } = error as { status?: number; stdout?: string };
      if (status !== 100 || stdout === undefined) throw error; // 100: something breaks
      return stdout;
    }
  };

  test("is not in the proto files", () => {
    expect(breaking(home)).toBe("");
  });

  test.each([
    ["another type", "uint32 attempt = 3;", "string attempt = 3;", "changed type"],
    ["a field that is gone", "  uint32 attempt = 3;\n", "", 'Previously present field "3"'],
  ])("is found: %s", (_, before, after, told) => {
    const scratch = mkdtempSync(join(tmpdir(), "livetriage-breaking-"));
    try {
      for (const name of ["proto", "buf.yaml"]) cpSync(join(home, name), join(scratch, name), { recursive: true });
      const file = join(scratch, "proto/triage/channel/v1/package.proto");
      const text = readFileSync(file, "utf8");
      expect(text).toContain(before);
      writeFileSync(file, text.replace(before, after));
      expect(breaking(scratch)).toContain(told);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});
