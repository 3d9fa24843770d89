import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { CollectSchema, CommandKind, CommandState, RefusalReason, TargetsSchema } from "@livetriage/proto-types";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { bundlePhase, phaseModule } from "./kit/bundle-phase.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import type { FakeCollector, TestSession } from "./kit/fake-collector.ts";
import type { RunningSensor, TestHost } from "./kit/sensor-process.ts";
import { nowMs, type TestCommand } from "./kit/test-fleet.ts";

let collector: FakeCollector;
let host: TestHost;
let sensor: RunningSensor;
let session: TestSession;
let settings = "commands_per_hour: 3600\nburst: 100\n";

const folder = mkdtempSync(join(tmpdir(), "livetriage-control-"));
beforeAll(async () => {
  const path = join(folder, "endless.cjs");
  const code = await bundlePhase(join(import.meta.dirname, "kit/endless-phase.ts"));
  writeFileSync(path, code, { mode: 0o644 });
  settings += phaseModule(path, code);
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  ({ collector, host } = await enrolledHost(settings, onTestFinished));
  sensor = host.start();
  session = await collector.session();
});

const everyone = create(TargetsSchema, { everyone: true });
const send = ({ document }: TestCommand) => session.send({ case: "command", value: document });
const refusalOf = async ({ id }: TestCommand) =>
  RefusalReason[(await collector.status(session, id, CommandState.REFUSED))?.reason ?? 0];
/** By one operator, where the policy wants two for more than fifty sensors. */
const halt = (atMs = nowMs()) =>
  collector.fleet.command({
    kind: CommandKind.HALT,
    targets: everyone,
    collect: undefined,
    notBeforeMs: BigInt(Math.round(atMs)),
  });

/** A collection that does not end by itself. */
const endless = () => collector.fleet.command({ collect: create(CollectSchema, { phases: ["endless"] }) });

/** Sends it, and tells the process that it is running in. */
async function running(sent: TestCommand): Promise<number> {
  send(sent);
  await collector.status(session, sent.id, CommandState.RUNNING);
  return collector.until(() => sensor.collectingPid(), "a collecting side");
}

const isGone = (pid: number) => !existsSync(`/proc/${pid}`);

test("a host that is disabled refuses, and takes commands again when it is enabled", async () => {
  expect(await host.run("disable")).toContain(host.disabledFile);
  expect(await host.run("status")).toMatch(/^disabled {9}\S+disabled is there$/m);
  const refused = collector.fleet.command();
  send(refused);
  expect(await refusalOf(refused)).toBe("DISABLED");
  expect(await host.run("enable")).toBe("enabled\n");
  const taken = collector.fleet.command();
  send(taken);
  expect((await collector.delivered(taken.id)).manifest.ended).toBe("finished");
});

test("a host that is disabled ends the collection that runs", async () => {
  const sent = endless();
  const pid = await running(sent);
  await host.run("disable");
  expect(await refusalOf(sent)).toBe("DISABLED");
  await collector.until(() => isGone(pid), "the end of the collecting side");
  expect(sensor.lines.find(({ event }) => event === "given up")).toMatchObject({ reason: "DISABLED" });
});

test("a halt ends the collection that runs and what was signed before it, also after a restart", async () => {
  const sent = endless();
  const pid = await running(sent);
  const before = collector.fleet.command();
  const stop = halt();
  send(stop);
  expect(await refusalOf(sent)).toBe("HALTED");
  await collector.until(() => isGone(pid), "the end of the collecting side");
  await collector.status(session, stop.id, CommandState.DONE);
  send(before);
  expect(await refusalOf(before)).toBe("HALTED");

  await sensor.stop();
  expect(JSON.parse(readFileSync(join(host.stateDir, "commands.json"), "utf8")).halted_before_ms).not.toBe("0");
  sensor = host.start();
  session = await collector.session(2);
  const late = collector.fleet.command({ notBeforeMs: BigInt(nowMs() - 60_000) });
  send(late);
  expect(await refusalOf(late)).toBe("HALTED");
  const after = collector.fleet.command({ notBeforeMs: BigInt(nowMs()) });
  send(after);
  await collector.delivered(after.id);
});

test("a halt drops a package that waits to be sent", async () => {
  collector.grants = false;
  const sent = collector.fleet.command();
  send(sent);
  await collector.until(() => session.frames.some((frame) => frame.case === "offer"), "an offer");
  send(halt());
  expect(await refusalOf(sent)).toBe("HALTED");
});

test("a halt is remembered by a host that is disabled", async () => {
  await host.run("disable");
  const stop = halt();
  send(stop);
  await collector.status(session, stop.id, CommandState.DONE);
  await host.run("enable");
  const before = collector.fleet.command();
  send(before);
  expect(await refusalOf(before)).toBe("HALTED");
});

test("a flood of commands does not keep a halt waiting", async () => {
  for (let n = 0; n < 40; n++) send(collector.fleet.command({ fleetId: "other" }));
  const stop = halt();
  send(stop);
  expect(await collector.status(session, stop.id, CommandState.DONE)).toBeDefined();
});

test("a cancel of a run ends its collections and delivers what was found", async () => {
  const runId = Buffer.alloc(16, 7);
  const sent = collector.fleet.command({ runId, collect: undefined });
  send(sent);
  await collector.status(session, sent.id, CommandState.RUNNING);
  send(collector.fleet.command({ kind: CommandKind.CANCEL, targets: everyone, refersTo: runId, collect: undefined }));
  expect((await collector.delivered(sent.id)).manifest.ended).toBe("cancelled");
});
