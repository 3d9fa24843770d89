import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockDirectory } from "./lock-directory.ts";

function newDirectory(): string {
  const dir = mkdtempSync(join(tmpdir(), "livetriage-lock-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

test("a directory is held once, and again when it was let go", () => {
  const dir = newDirectory();
  const unlock = lockDirectory(dir);
  expect(() => lockDirectory(dir)).toThrow(`${dir} is served by another Collector`);
  unlock();
  lockDirectory(dir)();
});

test("what another process holds is free when that is killed", async () => {
  const dir = newDirectory();
  const file = join(import.meta.dirname, "lock-directory.ts");
  const program = `import { lockDirectory } from ${JSON.stringify(file)};
    globalThis.unlock = lockDirectory(${JSON.stringify(dir)});
    console.log("held");
    setTimeout(() => undefined, 30_000);`;
  const holder = spawn(process.execPath, ["--no-warnings", "--input-type=module", "-e", program]);
  await once(holder.stdout, "data");
  expect(() => lockDirectory(dir)).toThrow("is served by another Collector");
  holder.kill("SIGKILL");
  await once(holder, "exit");
  lockDirectory(dir)();
});
