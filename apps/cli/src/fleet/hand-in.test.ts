import { create } from "@bufbuild/protobuf";
import { CommandKind, type KeyPolicy, KeyPolicySchema, type SignedDocument, toHex } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import { testIo } from "../testing/test-io.ts";
import { testSession } from "../testing/test-session.ts";
import { handIn } from "./hand-in.ts";
import { toCommands } from "./to-command.ts";

const order = { validMs: 60_000, reason: "why", caseId: "" };
const own = { kind: CommandKind.COLLECT, recipients: [`age1${"q".repeat(58)}`] };
const hosts = (count: number) => Array.from({ length: count }, (_, n) => `s${n}`);

async function hand(settings: { answer?: string; yes?: boolean; count?: number; signers?: number }) {
  const { answer, yes = false, count = 1, signers = 1 } = settings;
  const io = testIo(answer === undefined ? {} : { answer });
  const submitted: (SignedDocument | undefined)[] = [];
  const session = await testSession({
    submit: ({ command }) => {
      submitted.push(command);
      return { run: { pause: { operator: "bob", reason: "freeze", wholeFleet: true } } };
    },
  });
  const policy: KeyPolicy = create(KeyPolicySchema, { ...session.fleet.policy, signersForMany: signers });
  const commands = toCommands(session, order, { sensorIds: hosts(count) }, own, io);
  const consent = { question: "Sign and send?", yes };
  const sent = await handIn({ ...session, fleet: { ...session.fleet, policy } }, commands, consent, io);
  return {
    sent,
    submitted: submitted.length,
    out: io.out(),
    err: io.err(),
    runId: toHex(commands[0]?.runId ?? new Uint8Array()),
  };
}

test.each(["y", "Yes", " yes "])("%j signs and sends, and tells what holds the run", async (answer) => {
  const { sent, submitted, out, err, runId } = await hand({ answer, count: 201 });
  expect([sent, submitted, out]).toEqual([true, 2, `${runId}\n`]);
  expect(err).toBe("held: bob paused the fleet: freeze\n");
});

test.each(["", "n", "yesterday"])("%j sends nothing", async (answer) => {
  expect(await hand({ answer })).toMatchObject({ sent: false, submitted: 0, out: "" });
});

test("where nobody can be asked --yes is needed", async () => {
  await expect(hand({})).rejects.toMatchObject({ code: 64, message: expect.stringContaining("--yes says yes") });
  expect(await hand({ yes: true })).toMatchObject({ sent: true, submitted: 1 });
});

test("what more operators must sign is not sent by one", async () => {
  const refused = hand({ yes: true, count: 51, signers: 2 });
  await expect(refused).rejects.toMatchObject({ code: 64, message: expect.stringContaining("asks for 2 signatures") });
  expect(await hand({ yes: true, count: 50, signers: 2 })).toMatchObject({ sent: true });
});
