import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toBinary } from "@bufbuild/protobuf";
import { CommandState, RefusalReason, SignedDocumentSchema } from "@livetriage/proto-types";
import { beforeAll, expect, test } from "vitest";
import { requestFor, startCollecting } from "./kit/collecting-process.ts";
import { enrolledHost } from "./kit/enrolled-host.ts";
import type { TestSession } from "./kit/fake-collector.ts";
import type { RunningSensor } from "./kit/sensor-process.ts";

const { collector, host } = await enrolledHost();
let session: TestSession;
let sensor: RunningSensor;

beforeAll(async () => {
  sensor = host.start();
  session = await collector.session();
});

const kept = () => readFileSync(join(host.stateDir, "policy.signed"));
const remembered = () => readdirSync(host.collectingDir).map((name) => name.split("-").at(-1));
const asBob = () => collector.fleet.command({ operator: "bob" }, collector.fleet.second);
const told = (event: string) => sensor.lines.filter((line) => line.event === event).map((line) => line["problem"]);

test("an operator whom a newer policy leaves out is refused at once, by both sides; a rollback changes nothing", async () => {
  const { fleet } = collector;
  const before = asBob();
  session.send({ case: "command", value: before.document });
  await collector.delivered(before.id);
  expect(remembered()).toEqual(["1"]);
  expect(statSync(host.collectingDir)).toMatchObject({ uid: process.getuid?.(), mode: 0o40700 });

  const without = fleet.policy(2n, [{ name: "alice", key: fleet.operator }], 1);
  session.send({ case: "tune", value: { keyPolicy: without } });
  const revoked = asBob();
  session.send({ case: "command", value: revoked.document }); // follows at once
  expect((await collector.status(session, revoked.id, CommandState.REFUSED))?.reason).toBe(RefusalReason.BAD_SIGNATURE);
  expect(kept()).toEqual(Buffer.from(toBinary(SignedDocumentSchema, without)));
  const peer = await startCollecting(host);
  peer.send(requestFor(asBob().document));
  const { value: answer } = await peer.answers().next();
  expect(answer).toMatchObject({ kind: "status", status: { refused: RefusalReason.BAD_SIGNATURE } });
  peer.socket.destroy();

  session.send({ case: "tune", value: { keyPolicy: fleet.policy(1n) } });
  const again = asBob();
  session.send({ case: "command", value: again.document });
  expect((await collector.status(session, again.id, CommandState.REFUSED))?.reason).toBe(RefusalReason.BAD_SIGNATURE);
  await collector.until(() => told("key policy refused").length > 0, "a log line");
  expect(told("key policy refused")).toEqual(["the key policy has version 1, and 2 is in force"]);
  expect(kept()).toEqual(Buffer.from(toBinary(SignedDocumentSchema, without)));
});

test("an older policy that is put back is not followed by the collecting side", async () => {
  const newest = kept();
  writeFileSync(join(host.stateDir, "policy.signed"), toBinary(SignedDocumentSchema, collector.fleet.policy(1n)));
  const peer = await startCollecting(host);
  peer.send(requestFor(asBob().document));
  const { value: answer } = await peer.answers().next();
  const problem = "the key policy has version 1, and 2 is in force";
  expect(answer).toEqual({ kind: "status", status: { refused: RefusalReason.BAD_SIGNATURE, problem } });
  expect(await peer.ended).toBe(0);
  expect(remembered()).toEqual(["2"]);
  writeFileSync(join(host.stateDir, "policy.signed"), newest);
});

test("the next session says which version is followed", async () => {
  session.send({ case: "drain", value: { afterMsMin: 0, afterMsMax: 10 } });
  const next = await collector.session(2);
  expect(next.frames[0]).toMatchObject({ case: "hello", value: { keyPolicyVersion: 2n } });
});
