import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { builtExecutable, ownArch } from "../../executables/built-executable.ts";
import { layOutPortable } from "../../executables/make-portable.ts";
import { plantLibraries, workFolder } from "./fixture.ts";

let executable = "";
let folder = "";
let portable = "";

beforeAll(async () => {
  executable = await builtExecutable("livetriage");
  const work = workFolder();
  folder = work.folder;
  plantLibraries(join(folder, "libraries"), executable);
  portable = join(folder, layOutPortable(executable, join(folder, "libraries"), ownArch, folder));
  return work.remove;
}, 120_000);

function sh(script: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { encoding: "utf8", maxBuffer: 1e9 });
  return { status, stdout, stderr };
}

describe("the portable form", { timeout: 120_000 }, () => {
  test("is the same program, its readers included, whatever the loader is told", () => {
    const version = sh(`${executable} --version`).stdout;
    expect(sh(`cd / && LD_LIBRARY_PATH=/nowhere NODE_OPTIONS=--version ${portable}/livetriage --version`)).toEqual({
      status: 0,
      stdout: version,
      stderr: "",
    });
    const { stdout } = sh(`${portable}/livetriage collect --budget 5s --phase proc-tree --format json --output -`);
    const { integrity, collection, phases } = JSON.parse(stdout) as {
      integrity: { signs: unknown[] };
      collection: { tool: { sha256: string } };
      phases: Record<string, { items: unknown[] }>;
    };
    expect(integrity.signs).toEqual([]);
    expect(collection.tool.sha256).toBe(sh(`sha256sum ${executable}`).stdout.slice(0, 64));
    expect(phases["proc-tree"]?.items.length).toBeGreaterThan(1);
  });

  test.each([
    ["another processor", "setarch i686 PORTABLE/livetriage", /is for Linux on \w+; this is Linux on i686\n$/],
    ["an old kernel", "setarch --uname-2.6 PORTABLE/livetriage", /needs Linux 3\.2 or newer; this is 2\.6/],
    [
      "a part of the archive",
      "rm PORTABLE/lib/ld-*; PORTABLE/livetriage",
      /loader is missing: unpack the whole archive/,
    ],
  ])("says in one sentence that it cannot run: %s", (_, script, sentence) => {
    const copy = join(folder, "copy");
    cpSync(portable, copy, { recursive: true, filter: (file) => !file.endsWith("lib/livetriage") });
    const { status, stderr } = sh(script.replaceAll("PORTABLE", copy));
    rmSync(copy, { recursive: true });
    expect([status, stderr]).toEqual([126, expect.stringMatching(sentence)]);
  });

  test("a noexec file system is named, where it lies on one; a noexec /tmp is nothing to it", ({ skip }) => {
    if (process.geteuid?.() !== 0) skip("needs root, to mount");
    const place = join(folder, "noexec");
    mkdirSync(place);
    const lain = `mount --bind ${portable} ${place} && mount -o remount,bind,noexec ${place} && sh ${place}/livetriage`;
    const { status, stderr } = sh(`unshare --mount sh -c '${lain}'`);
    expect([status, stderr]).toEqual([126, expect.stringContaining("mounted noexec?")]);
    const besides = `mount -t tmpfs -o noexec none /mnt && TMPDIR=/mnt ${portable}/livetriage phases`;
    expect(sh(`unshare --mount sh -c '${besides}'`)).toMatchObject({ status: 0, stderr: "" });
  });
});
