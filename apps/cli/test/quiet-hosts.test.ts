import type { AnyPhase } from "@livetriage/triage-core";
import { goldenCase, recordedHosts } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { registry } from "../src/registry.ts";

const MOST_SIGNALS = 3;

const quiet = recordedHosts(new URL("../../../fixtures/quiet/", import.meta.url));
const phases = registry.filter(({ name }) => name === "proc-tree" || name === "net-conns");

interface Row {
  readonly signals: readonly string[];
  readonly pid?: number;
  readonly process_pid?: number | null;
}

/** Every signal of every row of a phase, with the process that it is of. */
async function signalsOf(phase: AnyPhase, recording: string): Promise<string[]> {
  const events = (await goldenCase(phase, recording)).split("\n").filter(Boolean);
  const rows = events.map((line) => JSON.parse(line) as { item?: Row }).flatMap(({ item }) => item ?? []);
  expect(rows.length).toBeGreaterThan(20);
  return rows.flatMap((row) => row.signals.map((id) => `${phase.name} ${id} ${row.pid ?? row.process_pid}`));
}

test("server, desktop, container node and JVM are recorded as they run and after an upgrade without restart", () => {
  const kinds = ["desktop", "jvm", "node", "server"].flatMap((kind) => [kind, `${kind}-upgraded`]);
  expect(quiet.map(({ name }) => name.replace(/^.*-x86_64-/, ""))).toEqual(kinds);
});

test.each(quiet)("$name has at most three signals", async ({ recording }) => {
  const signals = await Promise.all(phases.map((phase) => signalsOf(phase, recording)));
  expect(signals.flat().slice(MOST_SIGNALS), "signals beyond the third").toEqual([]);
});
