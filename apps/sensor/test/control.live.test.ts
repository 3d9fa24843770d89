import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { CommandKind, CommandState, RefusalReason, TargetsSchema } from "@livetriage/proto-types";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import type { FakeCollector, TestSession } from "./kit/fake-collector.ts";
import { childrenOf, type RunningSensor, type TestHost } from "./kit/sensor-process.ts";
import { nowMs, type TestCommand } from "./kit/test-fleet.ts";

let collector: FakeCollector;
let host: TestHost;
let sensor: RunningSensor;
let session: TestSession;
const stopped: number[] = [];

beforeEach(async () => {
  ({ collector, host } = await enrolledHost("commands_per_hour: 3600\nburst: 100\n", onTestFinished));
  sensor = host.start();
  session = await collector.session();
});

afterEach(() => {
  for (const pid of stopped.splice(0)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {} // it has ended
  }
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

/** A collection whose readers stand still: it does not end by itself within what these tests take. */
async function running(sent: TestCommand): Promise<number> {
  send(sent);
  await collector.status(session, sent.id, CommandState.RUNNING);
  const pid = await collector.until(() => sensor.collectingPid(), "a collecting side");
  const readers = await collector.until(() => childrenOf(pid).length > 0 && childrenOf(pid), "a reader");
  for (const reader of readers) process.kill(reader, "SIGSTOP");
  stopped.push(...readers);
  return pid;
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
  const sent = collector.fleet.command();
  const pid = await running(sent);
  await host.run("disable");
  expect(await refusalOf(sent)).toBe("DISABLED");
  await collector.until(() => isGone(pid), "the end of the collecting side");
  expect(sensor.lines.find(({ event }) => event === "given up")).toMatchObject({ reason: "DISABLED" });
});

test("a halt ends the collection that runs and what was signed before it, also after a restart", async () => {
  const sent = collector.fleet.command();
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
