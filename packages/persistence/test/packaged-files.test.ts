import { readFileSync } from "node:fs";
import { collectEvents, memHost, testContext } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { persistence } from "../src/index.ts";
import { PACKAGED_FILES } from "./packaged-files.ts";

const FIXTURES = new URL("../../../fixtures/files/debian-12", import.meta.url).pathname;

test.each(Object.entries(PACKAGED_FILES))("%s of Debian 12", async (path, expected) => {
  const content = new Uint8Array(readFileSync(`${FIXTURES}${path}`));
  const host = memHost({ [path]: { content, mode: 0o100755 }, "/etc/os-release": "ID=debian\n" });
  const { items } = await collectEvents(persistence, testContext(persistence, { host }));
  const rows = items
    .filter((item) => item.path === path)
    .map((item) => [item.mechanism, item.command, item.argv, item.trigger, item.runs_as, item.state]);
  expect(inOrder(rows)).toEqual(inOrder(expected));
});

/** Rows by their text: which of a file's rows is worth more does not matter here. */
function inOrder(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

test("there are files of at least 40 packages' places", () => {
  expect(Object.keys(PACKAGED_FILES).length).toBeGreaterThanOrEqual(40);
});
