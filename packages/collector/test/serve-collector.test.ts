import { randomBytes } from "node:crypto";
import { equals } from "@bufbuild/protobuf";
import {
  CommandState,
  CommitOutcome,
  type SignedDocument,
  SignedDocumentSchema,
  TargetState,
} from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { TestSession } from "./open-session.ts";
import { type RunningFleet, startFleet } from "./running-fleet.ts";
import { chunksOf, manifestOf, put } from "./upload.ts";

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const isSame = (one: SignedDocument | undefined, other: SignedDocument) =>
  one !== undefined && equals(SignedDocumentSchema, one, other);

async function states(commandId: Uint8Array) {
  const seen: TargetState[] = [];
  for await (const { sensorId, state } of fleet.operatorClient().watchRun({ commandId })) {
    if (sensorId !== "") seen.push(state); // else it tells of the run as a whole
  }
  return seen;
}

test("a sensor enrolls, takes a command, delivers a package, and the operator fetches it", async () => {
  const sensor = await fleet.enroll([{ name: "role", value: "web, db" }]);
  const operator = fleet.operatorClient();
  const session = new TestSession(fleet.sensorClient(sensor));
  session.hello();
  const welcome = await session.next("welcome");
  expect(welcome.sessionNonce.length).toBe(16);
  expect(welcome.heartbeatSeconds).toBe(60);

  const { commandId, document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId]);
  expect(await operator.submit({ command: document })).toMatchObject({ targets: 1, connected: 1 });
  const watched = states(commandId);
  expect(isSame(await session.next("command"), document)).toBe(true);
  session.say({ case: "receipt", value: { commandId } });
  session.say({ case: "status", value: { commandId, state: CommandState.RUNNING, attempt: 1 } });

  const sealed = randomBytes(600_000);
  const pack = { packageId: randomBytes(16), commandId, attempt: 1, sealed };
  session.say({ case: "offer", value: { packageId: pack.packageId, commandId, sealedBytes: 600_000n } });
  const grant = await session.next("grant");
  expect(grant).toMatchObject({
    packageId: Uint8Array.from(pack.packageId),
    chunkBytes: 262_144,
    windowBytes: 1_048_576,
  });

  const client = fleet.sensorClient(sensor);
  expect(await client.openUpload({ packageId: pack.packageId, commandId, attempt: 1 })).toMatchObject({
    committedOffset: 0n,
    committed: false,
  });
  expect(await put(client, chunksOf(pack))).toBe(600_000);
  const commit = { packageId: pack.packageId, manifest: manifestOf(pack, sensor) };
  expect((await client.commitUpload(commit)).outcome).toBe(CommitOutcome.COMMITTED);
  expect((await client.commitUpload(commit)).outcome).toBe(CommitOutcome.ALREADY_COMMITTED);
  expect((await watched).at(-1)).toBe(TargetState.DONE);

  const parts: Uint8Array[] = [];
  for await (const { part } of operator.fetchPackage({ commandId, sensorId: sensor.sensorId, offset: 1000n })) {
    if (part.case === "sealed") parts.push(part.value);
    else if (part.case === "head") {
      expect(part.value.sealedBytes).toBe(600_000n);
      expect(isSame(part.value.manifest, commit.manifest)).toBe(true);
      expect(isSame(part.value.command, document)).toBe(true);
      expect(Buffer.from(part.value.sensorCertificate)).toEqual(sensor.certificate.raw);
    }
  }
  expect(Buffer.concat(parts).equals(sealed.subarray(1000))).toBe(true);
  session.close();
});
