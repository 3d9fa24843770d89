import { create } from "@bufbuild/protobuf";
import {
  CommandKind,
  decodeCommand,
  isSignedBy,
  judgeCommand,
  LabelSchema,
  PAYLOAD_TYPES,
  toHex,
} from "@livetriage/proto-types";
import { testClock } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { refusal } from "../testing/refusal.ts";
import { testSession } from "../testing/test-session.ts";
import type { CollectorSession } from "./collector-session.ts";
import { signCommand, toCollect, toCommands } from "./to-command.ts";

const recipients = [`age1${"q".repeat(58)}`];
const order = { validMs: 60_000, reason: "why", caseId: "IR-1" };
const clock = testClock();
const own = { kind: CommandKind.COLLECT, recipients };
const toCommand = (session: CollectorSession, what = order) => {
  const [command] = toCommands(session, what, { sensorIds: ["s1"] }, own, { clock });
  if (command === undefined) throw new Error("no command");
  return command;
};

test("a sensor of the fleet takes the command, another one does not", async () => {
  const session = await testSession({});
  const document = signCommand(session, toCommand(session));
  const facts = {
    nowMs: Number(clock.wallNs() / 1_000_000n),
    policy: session.fleet.policy,
    fleetId: "prod",
    labels: [],
    known: new Map(),
    counters: new Map(),
    haltedBeforeMs: 0n,
  };
  expect(judgeCommand(document, { ...facts, sensorId: "s1" })).toMatchObject({ ok: true });
  expect(judgeCommand(document, { ...facts, sensorId: "s2" })).toMatchObject({ ok: false });
  expect(isSignedBy(document, PAYLOAD_TYPES.command, session.keys.signingKey)).toBe(true);
});

test("ids are random, counters grow with the clock, and the time of validity is that of the order", async () => {
  const session = await testSession({});
  const [a, b] = [1, 2].map(() => toCommand(session));
  if (a === undefined || b === undefined) throw new Error("no commands");
  expect(toHex(a.commandId)).not.toBe(toHex(b.commandId));
  expect(a.keyCounter).toBe(clock.wallNs());
  expect(a.expiresAtMs - a.notBeforeMs).toBe(60_000n);
  expect(decodeCommand(signCommand(session, a).payload)).toMatchObject({ ok: true, value: { operator: "alice" } });
});

test("what the protocol does not allow is a wrong command line", async () => {
  const session = await testSession({});
  const long = { ...order, reason: "x".repeat(1025) };
  expect(refusal(() => toCommand(session, long))).toBe(
    "64 no such command is possible: reason is longer than 1,024 bytes",
  );
});

test("phases, caps and params become text as a command line gives it", () => {
  const request = {
    phases: ["recent-files"],
    caps: { "recent-files": { entries: 5 } },
    params: { "recent-files": { since: "24h", paths: ["/a", "/b"], everything: true } },
  };
  expect(toCollect(request, 5000)).toMatchObject({
    phases: ["recent-files"],
    caps: [{ phase: "recent-files", cap: "entries", value: 5n }],
    params: [
      { phase: "recent-files", name: "since", values: ["24h"] },
      { phase: "recent-files", name: "paths", values: ["/a", "/b"] },
      { phase: "recent-files", name: "everything", values: ["true"] },
    ],
    budgetMs: 5000,
  });
});

test("a run of many hosts is commands for 200 each, with one id, one rollout and counters that grow", async () => {
  const session = await testSession({});
  const sensorIds = Array.from({ length: 401 }, (_, n) => `s${n}`);
  const rollout = { canaryCount: 5, settleSeconds: 60, ratePerMinute: 0, stopAfterPermille: 20 };
  const commands = toCommands(session, order, { sensorIds }, { ...own, rollout }, { clock });
  const [first, second, third] = commands;
  expect(commands.map(({ targets }) => targets?.sensorIds.length)).toEqual([200, 200, 1]);
  expect(commands.flatMap(({ targets }) => targets?.sensorIds ?? [])).toEqual(sensorIds);
  expect(first?.runId).toEqual(first?.commandId);
  expect([second?.runId, third?.runId]).toEqual([first?.runId, first?.runId]);
  expect(new Set(commands.map(({ commandId }) => toHex(commandId))).size).toBe(3);
  expect(commands.map((command) => command.rollout)).toMatchObject(
    commands.map(() => ({ ...rollout, commandCount: 3 })),
  );
  expect([second, third].map((one) => (one?.keyCounter ?? 0n) - (first?.keyCounter ?? 0n))).toEqual([1n, 2n]);
});

test("labels and everyone are one command each", async () => {
  const session = await testSession({});
  const labels = [create(LabelSchema, { name: "env", value: "prod" })];
  const [labelled] = toCommands(session, order, { labels }, own, { clock });
  expect(labelled?.targets).toMatchObject({ sensorIds: [], labels: [{ name: "env", value: "prod" }], everyone: false });
  const [halt] = toCommands(session, order, { everyone: true }, { kind: CommandKind.HALT }, { clock });
  expect(halt?.targets).toMatchObject({ sensorIds: [], labels: [], everyone: true });
});
