import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { CollectSchema, CommandKind, CommandState, RefusalReason } from "@livetriage/proto-types";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { enrolledHost } from "./kit/enrolled-host.ts";
import type { FakeCollector } from "./kit/fake-collector.ts";
import type { TestHost } from "./kit/sensor-process.ts";
import type { TestCommand } from "./kit/test-fleet.ts";
import { documentOf } from "./kit/unseal.ts";

let collector: FakeCollector;
let host: TestHost;

beforeEach(async () => {
  ({ collector, host } = await enrolledHost("", onTestFinished));
});

const whole = () => [...collector.packages.values()].filter(({ manifest }) => manifest !== undefined);
const stateFile = () => join(host.stateDir, "commands.json");
const state = () => JSON.parse(readFileSync(stateFile(), "utf8"));
const command = ({ document }: TestCommand) => ({ case: "command", value: document }) as const;
const refersTo = ({ id }: TestCommand) => Buffer.from(id, "hex");

test("the collecting side is killed: the next attempt is the one package", async () => {
  const sensor = host.start();
  const session = await collector.session();
  const sent = collector.fleet.command({ collect: create(CollectSchema, { phases: ["proc-tree", "net-conns"] }) });
  session.send(command(sent));
  process.kill(await collector.until(() => sensor.collectingPid(), "a collecting side"), "SIGKILL");
  const { manifest, sealed } = await collector.delivered(sent.id);
  expect(manifest.attempt).toBe(2);
  await documentOf(sealed, manifest, collector.fleet.identity);
  expect(whole()).toHaveLength(1);
});

test("the network side is killed: what was accepted is collected again when the Collector asks", async () => {
  const sensor = host.start();
  const session = await collector.session();
  collector.grants = false;
  const sent = collector.fleet.command();
  session.send(command(sent));
  await collector.until(() => session.frames.some((frame) => frame.case === "offer"), "an offer");
  process.kill(sensor.daemonPid(), "SIGKILL");
  const next = await collector.session(2);
  collector.grants = true;
  next.send(command(sent));
  expect((await collector.delivered(sent.id)).manifest.attempt).toBe(2);
  await collector.status(next, sent.id, CommandState.DONE);
  next.send(command(sent));
  expect((await collector.status(next, sent.id, CommandState.REFUSED))?.reason).toBe(RefusalReason.REPLAY);
  expect(whole()).toHaveLength(1);
});

test("both are killed by the death of their supervisor, and nobody is left", async () => {
  const sensor = host.start();
  const session = await collector.session();
  session.send(command(collector.fleet.command({ collect: undefined })));
  const pids = [sensor.daemonPid(), await collector.until(() => sensor.collectingPid(), "a collecting side")];
  await sensor.kill();
  expect(await collector.until(() => pids.every(isGone), "the end of both")).toBe(true);
});

test("a reboot during an attempt: REFUSED_CRASHED until an operator says retry", async () => {
  const sensor = host.start();
  const session = await collector.session();
  collector.grants = false;
  const sent = collector.fleet.command();
  session.send(command(sent));
  await collector.until(() => session.frames.some((frame) => frame.case === "offer"), "an offer");
  await sensor.kill();
  const before = state();
  expect(before.commands[sent.id]).toMatchObject({ state: "accepted", attempt: 1 });
  before.commands[sent.id].boot = "00".repeat(32); // of another boot
  writeFileSync(stateFile(), JSON.stringify(before));
  host.start();
  const next = await collector.session(2);
  collector.grants = true;
  next.send(command(sent));
  expect((await collector.status(next, sent.id, CommandState.REFUSED))?.reason).toBe(RefusalReason.CRASHED);
  const retry = collector.fleet.command({ kind: CommandKind.RETRY, refersTo: refersTo(sent), collect: undefined });
  next.send(command(retry));
  await collector.status(next, retry.id, CommandState.DONE);
  next.send(command(sent));
  expect((await collector.delivered(sent.id)).manifest.attempt).toBe(2);
  expect(whole()).toHaveLength(1);
});

test("three attempts are made, and no more", async () => {
  const sensor = host.start();
  const session = await collector.session();
  const sent = collector.fleet.command({ collect: undefined });
  session.send(command(sent));
  for (let attempt = 1, last = 0; attempt <= 3; attempt++) {
    const pid = await collector.until(
      () => sensor.collectingPid() !== last && sensor.collectingPid(),
      `attempt ${attempt}`,
    );
    last = pid;
    process.kill(pid, "SIGKILL");
  }
  expect((await collector.status(session, sent.id, CommandState.REFUSED))?.reason).toBe(RefusalReason.ATTEMPTS);
  expect(whole()).toHaveLength(0);
});

test("a cancel ends the collection that runs, and delivers what was found", async () => {
  host.start();
  const session = await collector.session();
  const sent = collector.fleet.command({ collect: undefined });
  session.send(command(sent));
  await collector.status(session, sent.id, CommandState.RUNNING);
  session.send(
    command(collector.fleet.command({ kind: CommandKind.CANCEL, refersTo: refersTo(sent), collect: undefined })),
  );
  const { manifest, sealed } = await collector.delivered(sent.id);
  expect(manifest.ended).toBe("cancelled");
  await documentOf(sealed, manifest, collector.fleet.identity);
});

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}
