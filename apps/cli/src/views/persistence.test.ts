import { expect, test } from "vitest";
import { samplePackage, sampleSection } from "../testing/sample-package.ts";
import { persistenceView } from "./persistence.ts";

const row = (path: string, provenance: string, more: object = {}) => ({
  mechanism: "cron_d",
  path,
  provenance,
  state: "enabled",
  signals: [],
  mtime: "2026-11-01T00:00:00Z",
  ...more,
});

const shown = (items: readonly object[], all = false) => {
  const table = persistenceView(samplePackage({ persistence: sampleSection(items) }), { all, registry: [] });
  return { paths: table.rows.map((cells) => cells[3]), hidden: table.hidden };
};

const STOCK = [
  row("/packaged", "packaged", { target: { provenance: "packaged" } }),
  row("/config", "config", { target: null }),
  row("/generated", "generated", { rule_checked: true }),
  row("/image", "image", { target: { provenance: null } }),
];

test("what is as the distribution made it is counted only", () => {
  expect(shown(STOCK)).toEqual({ paths: [], hidden: "4 stock" });
  expect(shown(STOCK, true)).toMatchObject({ paths: ["/packaged", "/config", "/generated", "/image"] });
});

test.each([
  ["a modified file", row("/x", "modified")],
  ["a local file", row("/x", "local")],
  ["a file of unknown origin", row("/x", "unknown")],
  ["a generated file that its tool did not make", row("/x", "generated", { rule_checked: false })],
  ["a packaged file that starts a modified program", row("/x", "packaged", { target: { provenance: "modified" } })],
  ["a packaged file that starts a local program", row("/x", "config", { target: { provenance: "local" } })],
  ["a packaged file with a signal", row("/x", "packaged", { signals: ["preloads"] })],
])("%s is shown", (_name, item) => {
  expect(shown([...STOCK, item])).toEqual({ paths: ["/x"], hidden: "4 stock" });
});

test("changed configuration has one row for each file, and one more for what has a signal", () => {
  const lines = [row("/etc/c", "config_modified"), row("/etc/c", "config_modified"), row("/etc/d", "config_modified")];
  const alarming = row("/etc/c", "config_modified", { signals: ["downloads"] });
  expect(shown([...lines, alarming]).paths).toEqual(["/etc/c", "/etc/c", "/etc/d"]);
});
