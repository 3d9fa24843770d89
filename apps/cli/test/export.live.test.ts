import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordedHosts, scratch, shell } from "./livetriage.ts";

const hasMactime = spawnSync("mactime", ["-V"]).error === undefined;

test.each(recordedHosts())("eleven columns a line, whatever the names on %s", async (host) => {
  const file = join(scratch(), "p.json");
  const { code, stdout, stderr } = await shell(
    `livetriage replay ${host} --output ${file} --quiet 2>/dev/null; livetriage export ${file}`,
  );
  expect([code, stderr]).toEqual([0, ""]);
  for (const line of stdout.trimEnd().split("\n")) expect(line.split("|")).toHaveLength(11);
});

test("mactime lists what changed, in the order in which it did", async ({ skip }) => {
  if (!hasMactime) skip("needs mactime: apt-get install sleuthkit");
  const file = join(scratch(), "body");
  const { stdout } = await shell(
    `livetriage collect --phase proc-tree --phase persistence --quiet 2>/dev/null | livetriage export - > ${file}
     mactime -d -y -z UTC -b ${file}`,
  );
  const rows = stdout.trimEnd().split("\n").slice(1);
  expect(rows.length).toBeGreaterThan(50);
  const dates = rows.map((row) => row.slice(0, 20));
  expect(dates).toEqual(dates.toSorted());
  expect(stdout).toMatch(/\.\.\.b,[^\n]*\[proc-tree\] 1 root/);
});

test.for(recordedHosts())("mactime reads every recent file of %s", async (host, { skip }) => {
  if (!hasMactime) skip("needs mactime: apt-get install sleuthkit");
  const file = join(scratch(), "p.json");
  const body = join(scratch(), "body");
  const { code } = await shell(
    `livetriage replay ${host} --output ${file} --quiet 2>/dev/null; livetriage export ${file} > ${body}`,
  );
  const { stdout: lines } = await shell(
    `grep -c '\\[recent-files\\]' ${body}; mactime -d -y -z UTC -b ${body} | tail -n +2`,
  );
  const [count, ...rows] = lines.trimEnd().split("\n");
  expect(code).toBe(0);
  expect(rows.filter((row) => row.includes("[recent-files]")).length).toBeGreaterThanOrEqual(Number(count));
});

test("timelines for Timesketch are JSON, one event a line, sorted", async () => {
  const { stdout } = await shell(
    `livetriage collect --phase proc-tree --quiet 2>/dev/null | livetriage export - --format timesketch-jsonl`,
  );
  const times = stdout
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { timestamp: number }).timestamp);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
