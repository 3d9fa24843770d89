import { createHash } from "node:crypto";
import { type KeyPolicy, OperatorPublicFileSchema } from "@livetriage/proto-types";
import type { Args } from "../../args/option.ts";
import type { Command } from "../../commands/command.ts";
import { readFleet, readTextFile } from "../../config/fleet-files.ts";
import { KEYS_OPTION, keysDirectory } from "../../config/operator-directory.ts";
import { EXIT, usageError } from "../../exit.ts";
import { type Io, note, print } from "../../io.ts";
import { withCollector } from "../collector-session.ts";
import { changePolicy, type PolicyChanges } from "../policy/change-policy.ts";
import { replacePolicy } from "../policy/replace-policy.ts";
import { printTable } from "../print-table.ts";

/** `livetriage fleet policy` */
export const policy: Command = {
  name: "policy",
  doc: "Show who may command the fleet; with a change, sign it with the root key and put it in force everywhere at once",
  positionals: [],
  options: [
    { flag: "add", value: "OPERATOR.pub", many: true, doc: "Another operator, or new keys of one" },
    { flag: "remove", value: "NAME", many: true, doc: "An operator who may command no longer" },
    { flag: "signers", value: "N", doc: "Operators that must sign a command for up to 50 named hosts" },
    { flag: "signers-many", value: "N", doc: "Operators that must sign any other command" },
    KEYS_OPTION,
  ],
  async run(args, io) {
    const directory = keysDirectory(args, io);
    const changes = await changesOf(args, io);
    if (changes === null) {
      const { policy: known } = await readFleet(`${directory}/fleet.json`, io);
      await show(known, io);
      return EXIT.ok;
    }
    return withCollector(args, io, async (session) => {
      const next = changePolicy(session.fleet.policy, changes);
      const files = await replacePolicy(session, next, directory);
      await note(io, `version ${next.version} of the key policy is in force`);
      if (files.length > 0) await note(io, "each of these is for its operator to take away as fleet.json:");
      await print(io, files.map((path) => `${path}\n`).join(""));
      return EXIT.ok;
    });
  },
};

/** Null when nothing is to be changed. */
async function changesOf(args: Args, io: Io): Promise<PolicyChanges | null> {
  if (!["add", "remove", "signers", "signers-many"].some((flag) => args.has(flag))) return null;
  const origin = "livetriage fleet keygen makes it";
  const add = args.list("add").map((path) => readTextFile(OperatorPublicFileSchema, path, origin, io));
  const [named, many] = [signersOf(args, "signers"), signersOf(args, "signers-many")];
  return {
    add: await Promise.all(add),
    remove: args.list("remove"),
    ...(named !== undefined && { signersForNamed: named }),
    ...(many !== undefined && { signersForMany: many }),
  };
}

function signersOf(args: Args, flag: string): number | undefined {
  const text = args.text(flag);
  if (text === undefined || /^[1-9]\d?$/.test(text)) return text === undefined ? undefined : Number(text);
  throw usageError(`--${flag} takes a number from 1 to 64, not '${text}'`);
}

async function show(
  { fleetId, version, operators, signersForNamed, signersForMany }: KeyPolicy,
  io: Io,
): Promise<void> {
  await note(
    io,
    `fleet ${fleetId}, version ${version}: ${signersForNamed} must sign for up to 50 named hosts, else ${signersForMany}`,
  );
  await printTable(io, {
    title: "OPERATORS",
    columns: ["operator", "sha256 of the key", "opens packages"].map((title) => ({ title, sparse: false })),
    rows: operators.map(({ name, publicKey, recipient }) => [
      name,
      createHash("sha256").update(publicKey).digest("hex"),
      recipient || "-",
    ]),
    more: "",
  });
}
