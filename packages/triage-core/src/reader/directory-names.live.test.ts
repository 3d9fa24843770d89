import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";

const top = mkdtempSync(join(tmpdir(), "livetriage-names-"));
afterAll(() => rmSync(top, { recursive: true }));

const NO_MOUNT = 69;

/** Mounts an ext2 whose directories hold no types, in a namespace of its own; one name leads to no file for Node. */
const MOUNT = String.raw`
truncate -s 1M image && mke2fs -q -t ext2 -O ^filetype image && mkdir tree && mount -o loop image tree || exit ${NO_MOUNT}
cd tree; touch a b c $'\xff'; mkdir d
exec "$@"`;

const LIST = `
import { openNames } from "${import.meta.dirname}/directory-names.ts";
const names = openNames(".");
for (let name = names.next(); name !== null; name = names.next()) console.log(name.name, name.type);
names.close();`;

it("gives every name where the directory tells no types, and those that can be found out", ({ skip }) => {
  if (process.getuid?.() !== 0) skip("needs root");
  const list = [process.execPath, "--conditions=@livetriage/source", "--input-type=module", "-e", LIST];
  const { status, stdout, stderr } = spawnSync("unshare", ["--mount", "bash", "-c", MOUNT, "bash", ...list], {
    cwd: top,
    encoding: "utf8",
  });
  if (status === NO_MOUNT) skip(`needs mke2fs (apt-get install e2fsprogs) and a loop device: ${stderr}`);
  const lines = stdout.trim().split("\n").toSorted();
  expect(lines).toEqual(["a file", "b file", "c file", "d directory", "lost+found directory", "ÿ unknown"]);
});
