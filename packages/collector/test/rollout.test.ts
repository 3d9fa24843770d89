import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Code } from "@connectrpc/connect";
import { CommandKind, TargetState, toHex } from "@livetriage/proto-types";
import { systemClock } from "@livetriage/triage-core/host";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { type Behaviour, ObedientSensor } from "./obedient-sensor.ts";
import { RunWatch } from "./run-watch.ts";
import { type RunningFleet, startFleet } from "./running-fleet.ts";

const { WAITING, RUNNING, DONE, REFUSED, CANCELLED } = TargetState;
const CAREFUL = { canaryCount: 1, settleSeconds: 1, ratePerMinute: 0, stopAfterPermille: 20 };

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet({ pushAgainMs: 200, expireEveryMs: 100, drainMs: 200 });
});
afterAll(() => fleet.stop());

const guests: ObedientSensor[] = [];
afterEach(() => {
  for (const guest of guests.splice(0)) guest.go();
});

/** Sensors that do all the same; the first so many are here. */
async function sensors(count: number, behaviour: Behaviour, here = count): Promise<ObedientSensor[]> {
  const all = [];
  for (let i = 0; i < count; i++) all.push(new ObedientSensor(fleet, await fleet.enroll(), behaviour));
  guests.push(...all);
  for (const each of all.slice(0, here)) await each.come();
  return all;
}

const idsOf = (all: readonly ObedientSensor[]) => all.map(({ sensor }) => sensor.sensorId);
const collects = (all: readonly ObedientSensor[]) => all.flatMap((each) => each.heardOf(CommandKind.COLLECT));

async function submit(ids: string[], more: Parameters<typeof signedCommand>[2] = {}) {
  const command = signedCommand(fleet.operator.signingKey, ids, more);
  const answer = await fleet.operatorClient().submit({ command: command.document });
  return { ...command, answer, watch: new RunWatch(fleet.operatorClient(), command.commandId) };
}

const end = (kind: CommandKind, refersTo: Uint8Array = new Uint8Array()) =>
  submit([], { kind, refersTo, targets: { everyone: true }, recipients: [] });

const audited = async (event: string, runId: string) =>
  (await fleet.audit()).filter((entry) => entry.event === event && entry["run_id"] === runId);

describe("canaries", () => {
  test("deliver and stay before the others begin", async () => {
    const all = await sensors(4, "deliver");
    const { id, watch } = await submit(idsOf(all), { rollout: CAREFUL });
    await watch.until((at) => at(DONE) === 1);
    expect(collects(all)).toEqual([id]);
    await watch.until((at) => at(DONE) === 4);
    expect(await audited("open", id)).toHaveLength(1);
    expect(watch.run?.openedAtMs).toBeGreaterThan(0n);
  });

  test("that fail stop the run; resumed, it tries another one", async () => {
    const all = await sensors(3, "refuse as busy");
    const { id, commandId, watch } = await submit(idsOf(all), { rollout: CAREFUL });
    await watch.until((at, run) => run?.pause !== undefined && at(REFUSED) === 1);
    expect(watch.run?.pause).toMatchObject({
      operator: "",
      reason: "1 of the 1 that have begun failed: 1 refused (BUSY)",
      wholeFleet: false,
    });
    expect(collects(all)).toEqual([id]);
    await fleet.operatorClient().setPause({ runId: commandId, paused: false, reason: "it was backing up" });
    await watch.until((at) => at(REFUSED) === 2);
    expect(collects(all)).toEqual([id, id]);
    await expect.poll(() => audited("pause", id)).toMatchObject([{ reason: expect.stringContaining("BUSY") }, {}]);
    expect(await audited("resume", id)).toMatchObject([{ operator: "anna", reason: "it was backing up" }]);
  });
});

describe("paused", () => {
  test("a run begins no more, and goes on where it was when it is resumed", async () => {
    const all = await sensors(3, "keep running", 1);
    const { commandId, id, watch } = await submit(idsOf(all));
    await watch.until((at) => at(RUNNING) === 1);
    await fleet.operatorClient().setPause({ runId: commandId, paused: true, reason: "wait" });
    await watch.until((_, run) => run?.pause?.operator === "anna" && run.pause.reason === "wait");
    for (const each of all.slice(1)) await each.come();
    const other = await submit(idsOf(all));
    await other.watch.until((at) => at(RUNNING) === 3);
    expect(collects(all).filter((each) => each === id)).toEqual([id]);
    await fleet.restart();
    const standing = await latest(commandId);
    expect(standing?.pause).toMatchObject({ operator: "anna", reason: "wait" });
    for (const each of all) await each.come();
    await fleet.operatorClient().setPause({ runId: commandId, paused: false, reason: "over" });
    await new RunWatch(fleet.operatorClient(), commandId).until((at) => at(RUNNING) === 3);
  });

  test("the whole fleet begins nothing, whatever is handed in", async () => {
    const [one] = await sensors(1, "keep running");
    await fleet.operatorClient().setPause({ paused: true, reason: "change freeze" });
    const { answer, watch } = await submit(idsOf(guests));
    expect(answer.run?.pause).toMatchObject({ wholeFleet: true, reason: "change freeze" });
    const cancelled = await submit(idsOf(guests), { kind: CommandKind.CANCEL, refersTo: randomBytes(16) }).catch(
      String,
    );
    expect(cancelled).toContain("no such run");
    await watch.until((at) => at(WAITING) === 1);
    expect(one?.heard).toEqual([]);
    await fleet.operatorClient().setPause({ paused: false, reason: "over" });
    await watch.until((at) => at(RUNNING) === 1);
  });
});

async function latest(commandId: Uint8Array) {
  for await (const { command, run } of fleet.operatorClient().listRuns({})) {
    if (command !== undefined && run !== undefined && toHex(run.runId) === toHex(commandId)) return run;
  }
  return undefined;
}

test("the rate is kept", async () => {
  const all = await sensors(3, "deliver");
  const { watch, id } = await submit(idsOf(all), { rollout: { ...CAREFUL, canaryCount: 0, ratePerMinute: 120 } });
  await watch.until((at) => at(DONE) === 3);
  const database = new DatabaseSync(join(fleet.dir, "data/meta.sqlite"), { readOnly: true });
  const rows = database.prepare("SELECT startedAtMs FROM targets WHERE commandId = ? ORDER BY startedAtMs").all(id);
  database.close();
  const [first = 0, ...later] = rows.map(({ startedAtMs }) => Number(startedAtMs) - Number(rows[0]?.["startedAtMs"]));
  expect([first, later.length]).toEqual([0, 2]);
  for (const [index, ms] of later.entries()) expect(ms).toBeGreaterThan(500 * (index + 1) - 3); // kept by another clock
});

test("the rate is kept although the clock of the Collector is set back", async () => {
  let behindNs = 0n;
  const clock = { ...systemClock, wallNs: () => systemClock.wallNs() - behindNs };
  const other = await startFleet({}, clock);
  onTestFinished(() => other.stop());
  const two = [
    new ObedientSensor(other, await other.enroll(), "deliver"),
    new ObedientSensor(other, await other.enroll(), "deliver"),
  ];
  for (const each of two) await each.come();
  const rollout = { ...CAREFUL, canaryCount: 0, ratePerMinute: 120 };
  const { commandId, document } = signedCommand(other.operator.signingKey, idsOf(two), { rollout });
  await other.operatorClient().submit({ command: document });
  const watch = new RunWatch(other.operatorClient(), commandId);
  await watch.until((at) => at(WAITING) === 1);
  behindNs = 3_600_000_000_000n;
  await watch.until((at) => at(DONE) === 2);
  expect(collects(two)).toHaveLength(2);
});

describe("cancelled", () => {
  test("a run ends where it has not begun, and those that have are told", async () => {
    const all = await sensors(2, "keep running");
    const { commandId, id, watch } = await submit(idsOf(all), { rollout: CAREFUL });
    await watch.until((at) => at(RUNNING) === 1);
    const cancel = await end(CommandKind.CANCEL, commandId);
    expect(cancel.answer.targets).toBe(1);
    await watch.until((at) => at(CANCELLED) === 1);
    await cancel.watch.until((at) => at(DONE) === 1);
    expect(all.flatMap(({ heard }) => heard)).toEqual([
      { kind: CommandKind.COLLECT, id },
      { kind: CommandKind.CANCEL, id: cancel.id },
    ]);
  });
});

describe("halted", () => {
  test("every run ends, also while it begins, and nothing begins any more", async () => {
    const all = await sensors(6, "keep running");
    const rollout = { ...CAREFUL, canaryCount: 0, ratePerMinute: 300 };
    const { watch } = await submit(idsOf(all), { rollout });
    await watch.until((at) => at(RUNNING) === 2);
    const halt = await end(CommandKind.HALT);
    await watch.until((at) => at(CANCELLED) === 6);
    const begun = collects(all).length;
    expect(begun).toBeLessThan(6);
    await halt.watch.until((at) => at(DONE) >= 6);
    expect(all.map((each) => each.heardOf(CommandKind.HALT))).toEqual(all.map(() => [halt.id]));
    expect(all.every(({ heard }) => heard.at(-1)?.kind === CommandKind.HALT)).toBe(true);
    expect(collects(all)).toHaveLength(begun);
  });

  test("a sensor that was away hears of the halt, and not of what was halted", async () => {
    const [one] = await sensors(1, "deliver");
    one?.go();
    const { watch } = await submit(idsOf(guests));
    const halt = await end(CommandKind.HALT);
    await watch.until((at) => at(CANCELLED) === 1);
    await one?.come();
    await expect.poll(() => one?.heard).toEqual([{ kind: CommandKind.HALT, id: halt.id }]);
    const later = await submit(idsOf(guests));
    await later.watch.until((at) => at(DONE) === 1);
  });
});

describe("a run of many commands", () => {
  test("begins when all of them are here, and is watched as one", async () => {
    const all = await sensors(2, "deliver");
    const [one = "", other = ""] = idsOf(all);
    const runId = randomBytes(16);
    const rollout = { ...CAREFUL, canaryCount: 0, commandCount: 2 };
    const first = await submit([one], { commandId: runId, runId, rollout });
    expect(first.answer.run?.missingCommands).toBe(1);
    await first.watch.until((at) => at(WAITING) === 1);
    const second = await submit([other], { runId, rollout });
    expect(second.answer.run?.missingCommands).toBe(0);
    const whole = new RunWatch(fleet.operatorClient(), runId);
    await whole.until((at) => at(DONE) === 2);
  });
});

test("a Collector that was started anew goes on with a run", async () => {
  const all = await sensors(3, "deliver");
  const { commandId, id, watch } = await submit(idsOf(all), { rollout: { ...CAREFUL, settleSeconds: 2 } });
  await watch.until((at) => at(DONE) === 1);
  await fleet.restart();
  for (const each of all) await each.come();
  const again = new RunWatch(fleet.operatorClient(), commandId);
  await again.until((at) => at(DONE) === 3);
  expect(collects(all)).toEqual([id, id, id]);
});

test("what nobody may ask is refused", async () => {
  const client = fleet.operatorClient();
  await expect(client.setPause({ runId: randomBytes(16), paused: true })).rejects.toMatchObject({
    code: Code.NotFound,
  });
  await expect(end(CommandKind.CANCEL, randomBytes(16))).rejects.toMatchObject({ code: Code.NotFound });
  await expect(submit([], { targets: { everyone: true } })).rejects.toThrow("only a halt or a cancel is for everyone");
});
