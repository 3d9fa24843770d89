import { beforeAll, expect, test } from "vitest";
import { run } from "../check/run.ts";
import { plantWorkspace } from "./plant.ts";

/** One forbidden import per row: the file, what it imports, and the wall that it breaks. */
const FORBIDDEN = [
  ["packages/triage-core/src/run/a.ts", "@livetriage/proc-tree", "core-stands-alone"],
  ["packages/triage-core/src/run/b.ts", "vitest", "core-stands-alone"],
  ["packages/triage-core/src/run/c.ts", "node:child_process", "machine-at-the-edges"],
  ["packages/triage-core/src/run/d.ts", "node:perf_hooks", "machine-at-the-edges"],
  ["packages/triage-core/src/reader/e.ts", "node:net", "reader-is-sealed"],
  ["packages/triage-core/src/reader/f.ts", "../index.ts", "reader-is-sealed"],
  ["packages/proc-tree/src/a.ts", "@livetriage/net-conns", "phase-imports-core-only"],
  ["packages/proc-tree/src/b.ts", "@livetriage/proto-types", "phase-imports-core-only"],
  ["packages/proc-tree/src/c.ts", "livetriage", "phase-imports-core-only"],
  ["packages/proc-tree/src/d.ts", "@livetriage/triage-core/testing", "phase-imports-core-only"],
  ["packages/proc-tree/src/e.ts", "@livetriage/triage-core/host", "phase-imports-core-only"],
  ["packages/proc-tree/src/f.ts", "fast-check", "phase-imports-core-only"],
  ["packages/proc-tree/src/g.ts", "node:path", "phase-has-no-builtins"],
  ["packages/proc-tree/src/h.ts", "fs", "machine-at-the-edges"],
  ["packages/proc-tree/src/h.test.ts", "node:fs", "machine-at-the-edges"],
  ["packages/proc-tree/src/i.test.ts", "@livetriage/triage-core/host", "phase-tests-import-testing"],
  ["packages/proc-tree/src/parse/j.ts", "../a.ts", "parse-is-pure"],
  ["packages/proc-tree/src/k.ts", "./h.test.ts", "tests-are-leaves"],
  ["packages/proc-tree/src/l.ts", "./m.ts", "no-circles"],
  ["packages/proc-tree/src/n.ts", "./nowhere.ts", "no-unresolvable"],
  ["packages/proto-types/src/a.ts", "@livetriage/proc-tree", "proto-types-knows-core-only"],
  ["packages/proto-types/src/b.ts", "fast-check", "proto-types-knows-core-only"],
  ["packages/collector/src/a.ts", "@livetriage/proc-tree", "collector-knows-no-phase"],
  ["packages/collector/src/b.ts", "livetriage", "collector-knows-no-phase"],
  ["packages/collector/src/c.ts", "node:fs", "machine-at-the-edges"],
  ["apps/cli/src/a.ts", "livetriage-sensor", "apps-stand-apart"],
  ["apps/cli/src/views/b.ts", "node:fs", "machine-at-the-edges"],
] as const;

/** What makes a circle of `l.ts`; a circle is told once. */
const OTHER_HALF = ["packages/proc-tree/src/m.ts", "./l.ts"] as const;

const ALLOWED = [
  ["packages/triage-core/src/reader/ok.ts", "node:fs"],
  ["packages/triage-core/src/host/live.ts", "node:child_process"],
  ["packages/triage-core/src/schema/ok.ts", "zod"],
  ["packages/proc-tree/src/ok.ts", "@livetriage/triage-core"],
  ["packages/proc-tree/src/parse/ok.ts", "@livetriage/triage-core/text"],
  ["packages/proc-tree/src/ok.test.ts", "@livetriage/triage-core/testing"],
  ["packages/proc-tree/src/ok.live.test.ts", "node:child_process"],
  ["packages/collector/src/storage/ok.ts", "node:fs"],
  ["apps/cli/src/ok.ts", "@livetriage/proc-tree"],
  ["apps/cli/src/output/ok.ts", "node:fs"],
] as const;

interface Cruise {
  summary: { violations: { from: string; rule: { name: string } }[] };
}

const PLANTS = [...FORBIDDEN, ...ALLOWED, OTHER_HALF].map(([file, target]) => [file, `import "${target}";\n`]);
let broken: readonly string[] = [];

beforeAll(async () => {
  const { folder, remove } = plantWorkspace(Object.fromEntries(PLANTS) as Record<string, string>);
  const args = ["--config", ".dependency-cruiser.mjs", "--output-type", "json", "packages", "apps"];
  const { output } = await run("depcruise", args, { cwd: folder });
  const { summary } = JSON.parse(output) as Cruise;
  broken = summary.violations.map(({ from, rule }) => `${from} breaks ${rule.name}`);
  return remove;
});

test.each(FORBIDDEN)("%s importing %s breaks %s", (file, _, wall) => {
  expect(broken).toContain(`${file} breaks ${wall}`);
});

test.each(ALLOWED)("%s may import %s", (file) => {
  expect(broken.filter((line) => line.startsWith(`${file} `))).toEqual([]);
});
