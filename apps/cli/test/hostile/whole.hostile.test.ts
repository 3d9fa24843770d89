import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkRun } from "./check-run.ts";
import { CONDITIONS } from "./conditions/index.ts";
import { leftBehind } from "./left-behind.ts";
import { type MemoryWatch, watchMemory } from "./memory-watch.ts";
import { runPeer } from "./peers.ts";
import { runCondition } from "./run-condition.ts";
import { useStage } from "./stage/use-stage.ts";
import { committedTable, type Row, renderTable, TABLE_FILE } from "./table.ts";

const MOST_MEGABYTES = 256;

const rows = new Map<string, Row>();
const before = new Set(leftBehind());
const stage = useStage();

describe.concurrent("on a host with", () => {
  test.for(CONDITIONS)("$id: $title", async (condition, { skip }) => {
    const missing = stage.lackFor(condition);
    if (missing !== null) skip(missing);
    let memory: MemoryWatch | null = null;
    const seen = await runCondition(condition, { tree: stage.path(), onStart: (pid) => (memory = watchMemory(pid)) });
    const megabytes = (memory as MemoryWatch | null)?.peak() ?? 0;
    (memory as MemoryWatch | null)?.stop();
    const wrong = [...checkRun(condition, seen), ...(megabytes <= MOST_MEGABYTES ? [] : [`took ${megabytes} MB`])];
    const peers = await Promise.all((condition.peers ?? []).map((peer) => runPeer(condition, peer, stage.path())));
    rows.set(condition.id, { condition, isRight: wrong.length === 0, peers });
    expect(wrong).toEqual([]);
  });
});

test("docs/hostile.md is what was seen; with LIVETRIAGE_WRITE it is written anew", ({ skip }) => {
  if (rows.size < CONDITIONS.length) skip("not every condition could be brought about here");
  const table = renderTable(CONDITIONS.map(({ id }) => rows.get(id) as Row));
  if (process.env["LIVETRIAGE_WRITE"] !== undefined) writeFileSync(TABLE_FILE, table);
  expect(committedTable()).toBe(table);
});

test("nothing is left behind: no process, no mount, no file, no cgroup", () => {
  stage.remove();
  expect(leftBehind().filter((thing) => !before.has(thing))).toEqual([]);
});
