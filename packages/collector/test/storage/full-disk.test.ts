import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { nodeCommand } from "./child-process.ts";
import { withScratch } from "./scratch.ts";

test("T21: a full disk is told, acknowledges nothing, and goes on when there is room", { timeout: 60_000 }, async ({
  skip,
}) => {
  if (process.geteuid?.() !== 0) skip("needs root, to mount a small file system");
  const { stdout, stderr } = await withScratch(async (directory) => {
    const mount = 'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@" "$0"';
    const program = ["-m", "sh", "-c", mount, directory, ...nodeCommand("full-disk-child.ts")];
    return spawnSync("unshare", program, { encoding: "utf8" });
  });
  expect(stderr).toBe("");
  expect(stdout).toBe("done\n");
});
