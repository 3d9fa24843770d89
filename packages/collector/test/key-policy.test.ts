import { generateKeyPairSync, randomBytes } from "node:crypto";
import { create, equals, fromBinary, type MessageInitShape, toBinary } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import {
  CommandSchema,
  CommandState,
  KeyPolicySchema,
  OperatorService,
  PAYLOAD_TYPES,
  RefusalReason,
  type SignedDocument,
  SignedDocumentSchema,
  signDocument,
} from "@livetriage/proto-types";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedCommand } from "./commands.ts";
import { newOperator } from "./new-operator.ts";
import { TestSession } from "./open-session.ts";
import { pem, type RunningFleet, startFleet } from "./running-fleet.ts";
import { chunksOf, manifestOf, put } from "./upload.ts";

const bob = newOperator({ name: "bob" });

let fleet: RunningFleet;
beforeAll(async () => {
  fleet = await startFleet();
});
afterAll(() => fleet.stop());

const publicHalf = ({ policy: { operators } }: ReturnType<typeof newOperator>) => ({
  name: operators[0]?.name ?? "",
  publicKey: operators[0]?.publicKey ?? new Uint8Array(),
});

/** A policy of anna and bob as the root key signs it, but for these changes. */
function signedPolicy(
  changes: Exclude<MessageInitShape<typeof KeyPolicySchema>, { $typeName: string }>,
  key = fleet.operator.signingKey,
) {
  const tlsKey = bob.message.tlsKey;
  const operators = [publicHalf(fleet.operator), { ...publicHalf(bob), tlsKey }];
  const usual = { fleetId: "testfleet", operators, signersForNamed: 1, signersForMany: 2 };
  const policy = create(KeyPolicySchema, { ...usual, ...changes });
  return signDocument(PAYLOAD_TYPES.keyPolicy, toBinary(KeyPolicySchema, policy), key);
}

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => expect.fail("the call was answered"),
    (error: unknown) => ConnectError.from(error),
  );

const lastAudit = async (event: string) => (await fleet.audit()).findLast((entry) => entry.event === event);

async function sessionOf(keyPolicyVersion: bigint) {
  const sensor = await fleet.enroll();
  const session = new TestSession(fleet.sensorClient(sensor));
  session.say({ case: "hello", value: { protoMin: 1, protoMax: 1, build: "test", keyPolicyVersion } });
  await session.next("welcome");
  return { sensor, session };
}

const commandIdOf = ({ payload }: SignedDocument) => fromBinary(CommandSchema, payload).commandId;

/** Gives, when the stream is open, the end of a stream that stays for as long as the run of this command. */
async function watch(client: Client<typeof OperatorService>, document: SignedDocument): Promise<() => Promise<void>> {
  const events = client.watchRun({ commandId: commandIdOf(document) })[Symbol.asyncIterator]();
  await events.next();
  return async () => {
    while ((await events.next()).done !== true);
  };
}

test("a newer policy is pushed to who is here and to who comes, is audited, and outlives the process", async () => {
  const { session } = await sessionOf(1n);
  const keyPolicy = signedPolicy({ version: 2n });
  const { certificates } = await fleet.operatorClient().replaceKeyPolicy({ keyPolicy });
  expect(certificates.map(({ name }) => name)).toEqual(["bob"]);
  expect((await fleet.operatorClient().replaceKeyPolicy({ keyPolicy })).certificates).toHaveLength(1); // an answer was lost
  const pushed = (await session.next("tune")).keyPolicy;
  expect(pushed !== undefined && equals(SignedDocumentSchema, pushed, keyPolicy)).toBe(true);
  expect(await lastAudit("key-policy")).toMatchObject({
    operator: "anna",
    version: "2",
    operators: "anna bob",
    signers_for_named: 1,
    signers_for_many: 2,
    key_policy: Buffer.from(toBinary(SignedDocumentSchema, keyPolicy)).toString("base64"),
  });
  await fleet.restart();
  const late = await sessionOf(1n);
  expect((await late.session.next("tune")).keyPolicy?.payload).toEqual(keyPolicy.payload);
});

test.each<[string, () => ReturnType<typeof signedPolicy>, RegExp]>([
  ["an older one", () => signedPolicy({ version: 1n }), /has version 1, and 2 is in force/],
  ["another of the same version", () => signedPolicy({ version: 2n, signersForMany: 1 }), /version 2 .* already/],
  ["one by an operator whose key is not the root key", () => signedPolicy({ version: 3n }, bob.signingKey), /root key/],
  ["another fleet's", () => signedPolicy({ version: 3n, fleetId: "other" }), /the fleet other/],
  ["one that has expired", () => signedPolicy({ version: 3n, expiresAtMs: 1n }), /expired/],
  ["one that nobody can fulfil", () => signedPolicy({ version: 3n, signersForMany: 3 }), /more signers/],
])("%s is refused with a reason of its own, and audited", async (_, make, problem) => {
  const call = fleet.operatorClient().replaceKeyPolicy({ keyPolicy: make() });
  expect(await refusal(call)).toMatchObject({
    code: Code.FailedPrecondition,
    rawMessage: expect.stringMatching(problem),
  });
  expect(await lastAudit("refuse")).toMatchObject({
    operator: "anna",
    call: "ReplaceKeyPolicy",
    problem: expect.stringMatching(problem),
  });
});

test("a TLS key that is none is refused, and nothing is changed", async () => {
  const tlsKey = generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "der" });
  const keyPolicy = signedPolicy({
    version: 3n,
    operators: [{ ...publicHalf(fleet.operator), tlsKey }],
    signersForMany: 1,
  });
  expect((await refusal(fleet.operatorClient().replaceKeyPolicy({ keyPolicy }))).rawMessage).toContain("P-256");
  const { session } = await sessionOf(2n);
  session.say({ case: "bye", value: {} });
  await session.ended(); // without a Tune that says otherwise
});

test("who is added may command at once; who is taken out may not, nor ask for anything", async () => {
  const added = signedPolicy({ version: 4n, signersForMany: 1 });
  const { certificates } = await fleet.operatorClient().replaceKeyPolicy({ keyPolicy: added });
  const keys = { key: pem(bob.tlsKey), cert: certificates[0]?.certificatePem ?? "" };
  const asBob = createClient(OperatorService, fleet.transport(keys));
  const { sensor, session } = await sessionOf(4n);
  const order = () => signedCommand(bob.signingKey, [sensor.sensorId], { operator: "bob" }).document;
  const document = order();
  expect(await asBob.submit({ command: document })).toMatchObject({ targets: 1 });
  const [watchedByBob, watchedByAnna] = [await watch(asBob, document), await watch(fleet.operatorClient(), document)];

  const gone = signedPolicy({ version: 5n, operators: [publicHalf(fleet.operator)], signersForMany: 1 });
  await fleet.operatorClient().replaceKeyPolicy({ keyPolicy: gone });
  await refusal(watchedByBob());
  const status = { commandId: commandIdOf(document), state: CommandState.REFUSED, reason: RefusalReason.BUSY };
  session.say({ case: "status", value: status });
  await watchedByAnna(); // to its end
  expect(await refusal(asBob.submit({ command: order() }))).toMatchObject({
    code: Code.PermissionDenied,
    rawMessage: "no operator of the key policy",
  });
  expect(await lastAudit("refuse")).toMatchObject({
    reason: "no operator of the key policy",
    call: "Submit",
    name: "bob",
  });
  const throughAnna = await refusal(fleet.operatorClient().submit({ command: order() }));
  expect(throughAnna).toMatchObject({ code: Code.PermissionDenied });
  expect(throughAnna.rawMessage).toBe("no operator of the key policy has signed");
});

test("a package keeps the key policy of its day", async () => {
  const { sensor, session } = await sessionOf(5n);
  const { commandId, document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId]);
  await fleet.operatorClient().submit({ command: document });
  const pack = { packageId: randomBytes(16), commandId, attempt: 1, sealed: randomBytes(1000) };
  session.say({ case: "offer", value: { packageId: pack.packageId, commandId } });
  await session.next("grant");
  const client = fleet.sensorClient(sensor);
  await client.openUpload(pack);
  await put(client, chunksOf(pack));
  await client.commitUpload({ packageId: pack.packageId, manifest: manifestOf(pack, sensor) });
  await fleet.operatorClient().replaceKeyPolicy({ keyPolicy: signedPolicy({ version: 6n }) });
  const versions = [];
  for await (const { part } of fleet.operatorClient().fetchPackage({ commandId, sensorId: sensor.sensorId })) {
    if (part.case === "head")
      versions.push(fromBinary(KeyPolicySchema, part.value.keyPolicy?.payload ?? new Uint8Array()).version);
  }
  expect(versions).toEqual([5n]);
});

test("what the policy's thresholds ask for is asked for at once", async () => {
  const two = signedPolicy({ version: 7n, signersForNamed: 2 });
  await fleet.operatorClient().replaceKeyPolicy({ keyPolicy: two });
  const { sensor } = await sessionOf(7n);
  const { document } = signedCommand(fleet.operator.signingKey, [sensor.sensorId]);
  const call = fleet.operatorClient().submit({ command: document });
  expect((await refusal(call)).rawMessage).toBe("1 have signed, the key policy asks for 2");
});
