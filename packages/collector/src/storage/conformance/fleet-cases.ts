import assert from "node:assert/strict";
import { RefusalReason, SensorStanding, TargetState } from "@livetriage/proto-types";
import type { ConformanceCase } from "./conformance-case.ts";
import { bytes, collect, command, id, sensor } from "./records.ts";

const { CANCELLED, PENDING, REFUSED, RUNNING, WAITING } = TargetState;

/** Sensors, tokens, commands and their targets. */
export const FLEET_CASES: readonly ConformanceCase[] = [
  {
    title: "a sensor and what was seen of it come back, the last word of each",
    async check(engine) {
      assert.equal(await engine.sensor("sensor-1"), null);
      await engine.saveSensor(sensor);
      await engine.saveSensor({ ...sensor, standing: SensorStanding.REVOKED });
      assert.deepEqual(await engine.sensor("sensor-1"), { ...sensor, standing: SensorStanding.REVOKED });
      await engine.saveSensor({ ...sensor, sensorId: "sensor-2", labels: [] });
      assert.equal(await engine.seen("sensor-2"), null);
      const seen = { sensorId: "sensor-2", lastSeenMs: 5, build: "1.0", sessionNonces: [bytes(1), bytes(2)] };
      await engine.saveSeen([{ ...seen, lastSeenMs: 4, sessionNonces: [] }, seen]);
      assert.deepEqual(await engine.seen("sensor-2"), seen);
      const all = await collect(engine.sensors());
      assert.deepEqual(
        all.map(({ sensorId, lastSeenMs }) => [sensorId, lastSeenMs]),
        [
          ["sensor-1", undefined],
          ["sensor-2", 5],
        ],
      );
    },
  },
  {
    title: "a token is used as often as it says, and not after its end",
    async check(engine) {
      const token = {
        digest: "ab",
        usesLeft: 3,
        expiresAtMs: 1_000,
        labels: sensor.labels,
        networks: ["10.0.0.0/8", "fd00::/8"],
      };
      await engine.addToken(token);
      assert.deepEqual(await engine.token("ab"), token);
      assert.equal(await engine.token("cd"), null);
      assert.equal(await engine.useToken("cd", 0), null);
      assert.equal(await engine.useToken("ab", 1_000), null);
      const uses = await Promise.all([1, 2, 3, 4, 5].map(() => engine.useToken("ab", 999)));
      assert.equal(uses.filter((use) => use !== null).length, 3);
      assert.deepEqual(uses.find((use) => use !== null)?.labels, token.labels);
    },
  },
  {
    title: "a command is added once, with its targets",
    async check(engine) {
      assert.equal(await engine.addCommand(command(1), ["sensor-2", "sensor-1"], PENDING), true);
      assert.equal(await engine.addCommand({ ...command(1), operator: "mallory" }, ["sensor-3"], PENDING), false);
      assert.deepEqual(await engine.command(id(1)), command(1));
      assert.equal(await engine.command(id(9)), null);
      const targets = await engine.targets(id(1));
      assert.deepEqual(
        targets.map(({ sensorId, state }) => [sensorId, state]),
        [
          ["sensor-1", PENDING],
          ["sensor-2", PENDING],
        ],
      );
      assert.deepEqual(await engine.target(id(1), "sensor-2"), targets[1]);
      assert.equal(await engine.target(id(1), "sensor-3"), null);
    },
  },
  {
    title: "commands are listed newest first, open targets oldest first, expired ones by their time",
    async check(engine) {
      for (let n = 1; n <= 250; n++) await engine.addCommand(command(n), ["sensor-1"], PENDING);
      const listed = (await collect(engine.commands())).map(({ commandId }) => commandId);
      assert.deepEqual(
        listed,
        Array.from({ length: 250 }, (_, index) => id(250 - index)),
      );
      const [first] = await engine.targets(id(1));
      assert.ok(first);
      const refused = { ...first, state: REFUSED, reason: RefusalReason.RATE, attempt: 1, atMs: 7 };
      assert.deepEqual(await engine.changeTarget(first, () => refused), refused);
      assert.equal(await engine.changeTarget(first, () => null), null);
      assert.equal(await engine.changeTarget({ ...first, sensorId: "nobody" }, () => refused), null);
      assert.deepEqual(await engine.target(id(1), "sensor-1"), refused);
      const open = (await engine.openTargets("sensor-1")).map(({ commandId }) => commandId);
      assert.deepEqual(
        open,
        Array.from({ length: 249 }, (_, index) => id(index + 2)),
      );
      const expired = await engine.expiredTargets(30_000);
      assert.deepEqual(expired.map(({ commandId }) => commandId).toSorted(), [id(2), id(3)]);
    },
  },
  {
    title: "the targets of a run begin once, and are cancelled where they stand",
    async check(engine) {
      const one = { ...command(1), runId: id(1) };
      await engine.addCommand(one, ["sensor-1", "sensor-2"], WAITING);
      await engine.addCommand({ ...command(2), runId: id(1) }, ["sensor-3", "sensor-4"], WAITING);
      assert.deepEqual(await engine.openTargets("sensor-1"), []);
      const commandId = id(1);
      const names = ["sensor-1", "sensor-2"].map((sensorId) => ({ commandId, sensorId }));
      const started = await engine.startTargets(names, 7);
      assert.deepEqual(
        started.map(({ sensorId, state, startedAtMs }) => [sensorId, state, startedAtMs]),
        [
          ["sensor-1", PENDING, 7],
          ["sensor-2", PENDING, 7],
        ],
      );
      assert.deepEqual(await engine.openTargets("sensor-1"), started.slice(0, 1));
      assert.deepEqual(await engine.startTargets(names, 8), []);
      const [first] = started;
      assert.ok(first);
      await engine.changeTarget(first, (target) => ({ ...target, state: RUNNING }));
      const cancelled = await engine.cancelTargets([id(1), id(2)], [WAITING, PENDING], 9);
      assert.deepEqual(
        cancelled.map(({ sensorId, state, startedAtMs }) => [sensorId, state, startedAtMs]),
        [
          ["sensor-2", CANCELLED, 7],
          ["sensor-3", CANCELLED, null],
          ["sensor-4", CANCELLED, null],
        ],
      );
      assert.deepEqual(await engine.unendedCommands(), [one]);
      assert.deepEqual(
        (await engine.commandsOfRun(id(1))).map((each) => each.commandId),
        [id(1), id(2)],
      );
    },
  },
  {
    title: "what was decided about a run comes back",
    async check(engine) {
      assert.equal(await engine.run(id(1)), null);
      const run = { runId: id(1), openedAtMs: null, forgivenUntilMs: 3, pausedAtMs: 4, pausedBy: "", pauseReason: "x" };
      await engine.saveRun(run);
      assert.deepEqual(await engine.pausedRuns(), [run]);
      await engine.saveRun({ ...run, openedAtMs: 5, pausedAtMs: null });
      assert.deepEqual(await engine.run(id(1)), { ...run, openedAtMs: 5, pausedAtMs: null });
      assert.deepEqual(await engine.pausedRuns(), []);
    },
  },
  {
    title: "the head of the audit log comes back, the last one that was kept",
    async check(engine) {
      assert.equal(await engine.auditHead(), null);
      await engine.keepAuditHead({ seq: 1, sha256: "ab" });
      await engine.keepAuditHead({ seq: 2, sha256: "cd" });
      assert.deepEqual(await engine.auditHead(), { seq: 2, sha256: "cd" });
    },
  },
];
