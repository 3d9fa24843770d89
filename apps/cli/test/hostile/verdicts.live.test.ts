import { describe, expect, test } from "vitest";
import { checkRun } from "./check-run.ts";
import { CONDITIONS } from "./conditions/index.ts";
import { runCondition } from "./run-condition.ts";
import { useStage } from "./stage/use-stage.ts";
import { committedTable, ownColumns } from "./table.ts";

const stage = useStage();

describe.concurrent("on a host with", () => {
  test.for(CONDITIONS)("$id: $title", async (condition, { skip }) => {
    const missing = stage.lackFor(condition);
    if (missing !== null) skip(missing);
    const seen = await runCondition(condition, { tree: stage.path() });
    expect(checkRun(condition, seen)).toEqual([]);
  });
});

test("docs/hostile.md tells of every condition, and that all is right (npm run hostile writes it anew)", () => {
  const rows = committedTable()
    .split("\n")
    .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith("| id "));
  const own = CONDITIONS.map((condition) => ownColumns({ condition, isRight: true }));
  expect(rows.map((row, i) => row.slice(0, own[i]?.length))).toEqual(own);
});
