import { createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { create } from "@bufbuild/protobuf";
import { CommandKind, ed25519Bytes, judgeCommand, KeyPolicySchema } from "@livetriage/proto-types";
import { afterAll, expect, test } from "vitest";
import { testIo } from "../testing/test-io.ts";
import { testSession } from "../testing/test-session.ts";
import { readCommandFile, writeCommandFile } from "./command-file.ts";
import { countersign } from "./countersign.ts";
import { signCommand, toCommands } from "./to-command.ts";

const home = mkdtempSync(join(tmpdir(), "livetriage-commands-"));
const path = join(home, "run.json");
afterAll(() => rmSync(home, { recursive: true }));

test("commands that one operator wrote and another signed are taken where two are asked for", async () => {
  const io = testIo();
  const [alice, bob] = [await testSession({}), await testSession({})];
  const order = { validMs: 60_000, reason: "why", caseId: "" };
  const own = { kind: CommandKind.COLLECT, recipients: [`age1${"q".repeat(58)}`] };
  const commands = toCommands(alice, order, { sensorIds: ["s1"] }, own, io);
  await writeCommandFile(
    path,
    commands.map((command) => signCommand(alice, command)),
    io,
  );
  const policy = create(KeyPolicySchema, {
    operators: [alice, bob].map(({ keys }, n) => ({
      name: ["alice", "bob"][n] ?? "",
      publicKey: ed25519Bytes(createPublicKey(keys.signingKey)),
    })),
    signersForNamed: 2,
  });
  const judge = async () => {
    const { documents } = await readCommandFile(path, io);
    const facts = {
      nowMs: Number(io.clock.wallNs() / 1_000_000n),
      policy,
      fleetId: "prod",
      sensorId: "s1",
      labels: [],
    };
    const [first] = documents.map((one) =>
      judgeCommand(one, { ...facts, known: new Map(), counters: new Map(), haltedBeforeMs: 0n }),
    );
    return first !== undefined && !first.ok ? first.problem : "taken";
  };
  expect(await judge()).toBe("1 have signed, the key policy asks for 2");
  for (const { keys } of [alice, bob, bob]) {
    const { documents } = await readCommandFile(path, io);
    await writeCommandFile(
      path,
      documents.map((one) => countersign(one, keys)),
      io,
    );
  }
  expect(await judge()).toBe("taken");
  expect((await readCommandFile(path, io)).documents[0]?.signatures).toHaveLength(2);
});

test.each([
  ["not JSON", "x"],
  ["no commands", "{}"],
  ["no command", '{"commands":[{"payload":"AAAA"}]}'],
])("%s is refused", async (_, text) => {
  writeFileSync(path, text);
  await expect(readCommandFile(path, testIo())).rejects.toMatchObject({ code: 65 });
});
