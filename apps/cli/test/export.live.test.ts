import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRfc3339 } from "@livetriage/triage-core/text";
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

type Line = Readonly<Record<string, unknown>>;

/** What Timesketch's page "Create timeline from JSONL or CSV file" asks for, and what its import does beyond that. */
const TIMESKETCH_RULES: Readonly<Record<string, (line: Line) => boolean>> = {
  "message: a string with an informative message": ({ message }) => typeof message === "string" && message !== "",
  "datetime: ISO 8601, with its offset from UTC": ({ datetime }) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/.test(String(datetime)) && instantOf(datetime) !== null,
  "timestamp_desc: a string that says what type of timestamp it is": ({ timestamp_desc }) =>
    typeof timestamp_desc === "string" && / \w/.test(timestamp_desc),
  "timestamp: the same instant in microseconds": ({ timestamp, datetime }) =>
    Number.isInteger(timestamp) && Number((instantOf(datetime) ?? 0n) / 1000n) === timestamp,
  "columns that hold one value": (line) =>
    Object.values(line).every((value) => value === null || typeof value !== "object"),
  "none of the names that it keeps for itself": (line) =>
    Object.keys(line).every((name) => !name.startsWith("_") && name !== "tag"),
};

function instantOf(datetime: unknown): bigint | null {
  return parseRfc3339(String(datetime));
}

test.each(recordedHosts())("Timesketch imports the timeline of %s by each of its documented rules", async (host) => {
  const base = join(scratch(), "timeline");
  await shell(
    `livetriage replay ${host} --output ${base}.json --quiet 2>/dev/null
     livetriage export ${base}.json --format timesketch-jsonl > ${base}.jsonl`,
  );
  const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(`${base}.jsonl`)); // UTF-8, or it throws
  const lines = text.split("\n");
  expect(lines.pop(), "every line ends").toBe("");
  const rows = lines.map((line) => JSON.parse(line) as Line); // one object a line
  expect(rows.length).toBeGreaterThan(10);
  for (const [rule, holds] of Object.entries(TIMESKETCH_RULES))
    expect([rule, rows.filter((row) => !holds(row))]).toEqual([rule, []]);
  const times = rows.map(({ timestamp }) => Number(timestamp));
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
