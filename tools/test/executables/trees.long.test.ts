import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { builtExecutable, ownArch } from "../../executables/built-executable.ts";
import { fetchLibraries } from "../../executables/libraries.ts";
import { layOutPortable } from "../../executables/make-portable.ts";
import { type StockTree, stockTree } from "../../trees/stock-trees.ts";
import { contentOf, plantHost, workFolder } from "./fixture.ts";

let folder = "";

beforeAll(async () => {
  const work = workFolder();
  folder = work.folder;
  layOutPortable(await builtExecutable("livetriage"), fetchLibraries(ownArch), ownArch, folder);
  plantHost(join(folder, "host"));
  return work.remove;
}, 600_000);

const COLLECT = "collect --phase persistence --phase recent-files --format json --output - --root";

/** Runs a program of the work folder in a tree that is left as it is. */
function inside(tree: string, command: string): { status: number | null; stdout: string; stderr: string } {
  const script = `mount -t tmpfs none /mnt && mkdir /mnt/upper /mnt/work /mnt/root &&
    mount -t overlay -o lowerdir=${tree},upperdir=/mnt/upper,workdir=/mnt/work none /mnt/root &&
    mkdir -p /mnt/root/work && mount --rbind ${folder} /mnt/root/work && mount -t proc none /mnt/root/proc &&
    exec chroot /mnt/root /bin/sh -c '${command}'`;
  const args = ["--mount", "--pid", "--fork", "sh", "-c", script];
  const { status, stdout, stderr } = spawnSync("unshare", args, { encoding: "utf8", maxBuffer: 1e9 });
  return { status, stdout, stderr };
}

const OWN = `livetriage-portable-${ownArch}/lib/livetriage`;
const PLAIN = `/work/${OWN}`;
const PORTABLE = `/work/livetriage-portable-${ownArch}/livetriage`;

/** What the plain file says where it cannot start; null where it can. */
const TREES: readonly (readonly [StockTree, RegExp | null])[] = [
  ["minbase", null],
  ["bionic", /version `GLIBC_2\.28' not found/],
  ["musl", /not found/],
];

describe.each(TREES)("in a tree of %s", (name, complaint) => {
  let tree = "";
  beforeAll(() => {
    if (process.geteuid?.() === 0) tree = stockTree(name);
  }, 900_000);

  test("there is no Node, and the file collects what it collects here, or its loader says why not", ({ skip }) => {
    if (tree === "") skip("needs root, to make trees");
    expect(inside(tree, "command -v node").status).not.toBe(0);
    const here = spawnSync(join(folder, OWN), [...COLLECT.split(" "), join(folder, "host")], {
      encoding: "utf8",
    }).stdout;
    const plain = inside(tree, `${PLAIN} ${COLLECT} /work/host`);
    if (complaint === null) expect(contentOf(plain.stdout)).toEqual(contentOf(here));
    else expect(plain).toMatchObject({ stdout: "", stderr: expect.stringMatching(complaint) });
    const portable = inside(tree, `${PORTABLE} ${COLLECT} /work/host`);
    expect(contentOf(portable.stdout)).toEqual(contentOf(here));
  });

  test("the portable form collects the running system", ({ skip }) => {
    if (tree === "") skip("needs root, to make trees");
    const { stdout } = inside(tree, `${PORTABLE} collect --budget 5s --phase proc-tree --format json --output -`);
    const { phases, integrity } = JSON.parse(stdout) as {
      phases: Record<string, { items: unknown[] }>;
      integrity: { signs: unknown[] };
    };
    expect(phases["proc-tree"]?.items.length).toBeGreaterThan(0);
    expect(integrity.signs).toEqual([]);
  });
});
