import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../stamp.mjs";
import { floodAutostart, PLANTS, plantAll } from "../trees/plants.ts";
import { type StockTree, stockTree } from "../trees/stock-trees.ts";

const TREES: readonly StockTree[] = ["server", "cloud", "desktop", "rpm", "pacman"];
const FLOOD = 600;
const MINUTES = 60_000;

interface Row {
  path: string;
  provenance: string;
  rule_checked?: boolean | null;
  signals: string[];
  target?: { provenance: string | null } | null;
}

const tools = ["debootstrap", "rpmbuild", "pacman", "bsdtar"].filter(
  (name) => !existsSync(`/usr/bin/${name}`) && !existsSync(`/usr/sbin/${name}`),
);
const missing = process.getuid?.() === 0 ? tools : ["root"];

/** What the phase says of a tree, with the upper directory of `work` laid over it where there is one. */
function collect(tree: string, work: string | null, args: readonly string[] = []): Row[] {
  const top = work === null ? tree : join(work, "root");
  const collecting = ["collect", "--phase", "persistence", "--format", "json", "--quiet", ...args, "--root", top];
  const command = ["sh", join(root, "apps/cli/bin/livetriage"), ...collecting];
  const layers = `lowerdir=${tree},upperdir=${work}/upper,workdir=${work}/work`;
  const enter = [
    "unshare",
    "--mount",
    "sh",
    "-c",
    `mount -t overlay overlay -o "${layers}" "${top}" && exec "$@"`,
    "sh",
  ];
  const [program = "", ...rest] = work === null ? command : [...enter, ...command];
  const env = { PATH: `${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin` };
  const output = execFileSync(program, rest, { encoding: "utf8", maxBuffer: 512 * 1024 * 1024, env });
  return (JSON.parse(output) as { phases: { persistence: { items: Row[] } } }).phases.persistence.items;
}

const isForeign = (provenance: string | null | undefined) => /^(modified|local|unknown)$/.test(provenance ?? "");

/** What the default view shows. */
const isShown = (row: Row) =>
  isForeign(row.provenance) ||
  isForeign(row.target?.provenance) ||
  row.rule_checked === false ||
  row.provenance === "config_modified" ||
  row.signals.length > 0;

describe.skipIf(missing.length > 0).each(TREES)(
  `an untouched tree: %s${missing.length > 0 ? ` (needs ${missing.join(", ")})` : ""}`,
  (name) => {
    let tree = "";
    let work = "";
    beforeAll(() => {
      tree = stockTree(name);
      work = mkdtempSync(join(tmpdir(), "livetriage-planted-"));
      for (const directory of ["upper", "work", "root"]) mkdirSync(join(work, directory));
      plantAll(tree, join(work, "upper"));
    }, 30 * MINUTES);
    afterAll(() => rmSync(work, { recursive: true, force: true }));

    test("has no row in the default view", { timeout: 5 * MINUTES }, () => {
      const rows = collect(tree, null, ["--cap", "persistence.entries=100000", "--cap", "persistence.bytes=100000000"]);
      expect(rows.length).toBeGreaterThan(200);
      expect(rows.filter(isShown).map(({ path }) => path)).toEqual([]);
    });

    test(`keeps ${PLANTS.length} planted entries within the default caps`, { timeout: 5 * MINUTES }, () => {
      expect(notFound(collect(tree, work))).toEqual([]);
    });

    test("keeps them after one user put 600 files into his autostart", { timeout: 5 * MINUTES }, () => {
      floodAutostart(join(work, "upper"), FLOOD);
      expect(notFound(collect(tree, work))).toEqual([]);
    });
  },
);

test("there are at least fifty plants", () => {
  expect(PLANTS.length).toBeGreaterThanOrEqual(50);
});

/** Plants without a row that the default view shows. */
function notFound(rows: readonly Row[]): string[] {
  const paths = new Set(rows.filter(isShown).map(({ path }) => path));
  return PLANTS.map(({ path }) => path).filter((path) => !paths.has(path));
}
