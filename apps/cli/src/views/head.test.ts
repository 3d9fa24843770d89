import { expect, test } from "vitest";
import { samplePackage } from "../testing/sample-package.ts";
import { headView } from "./head.ts";

const { vantage } = samplePackage({});
const rowsOf = (more: object) => Object.fromEntries(headView(samplePackage({}, more)).rows as [string, string][]);

test("where we look from has lines of its own", () => {
  const rows = rowsOf({
    vantage: {
      ...vantage,
      initial_pid_namespace: false,
      initial_mount_namespace: false,
      initial_user_namespace: null,
      in_container: true,
      container_evidence: "/.dockerenv exists",
      hidepid: "invisible",
      notes: ["a quarter of every cap"],
    },
  });
  expect(rows).toMatchObject({
    "seen from": "uid 0, 92 processes of at least 90, hidepid=invisible",
    inside: "a container (/.dockerenv exists), not the initial pid, mount namespace, user namespace unknown",
    note: "a quarter of every cap",
  });
});

test("a collection that nobody ended", () => {
  expect(rowsOf({ duration_ms: null, ended: "interrupted" })["collected"]).toBe("2026-11-23 12:00:00Z, interrupted");
});
