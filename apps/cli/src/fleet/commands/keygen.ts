import { join } from "node:path";
import { encodeTextFile, NAME, OperatorKeyFileSchema, OperatorPublicFileSchema } from "@livetriage/proto-types";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION, keysDirectory } from "../../config/operator-directory.ts";
import { EXIT, usageError } from "../../exit.ts";
import { note, print } from "../../io.ts";
import { writeKeyFiles } from "../../output/key-files.ts";
import { newOperator } from "../new-operator.ts";

/** `livetriage fleet keygen` */
export const keygen: Command = {
  name: "keygen",
  doc: "Make an operator's keys here, and the public half for the Collector",
  positionals: [],
  options: [
    { flag: "fleet", value: "NAME", doc: "Fleet that these keys begin: a-z, 0-9, dot, dash; fleet when not given" },
    { flag: "name", value: "NAME", doc: "Who commands, the user's name when not given" },
    KEYS_OPTION,
  ],
  async run(args, io) {
    const fleet = checkedName("fleet", args.text("fleet") ?? "fleet");
    const name = checkedName("name", args.text("name") ?? io.env["USER"] ?? "operator");
    const directory = keysDirectory(args, io);
    const { secret, open } = await newOperator(name, fleet);
    await writeKeyFiles(directory, {
      "operator.key": encodeTextFile(OperatorKeyFileSchema, secret),
      "operator.pub": encodeTextFile(OperatorPublicFileSchema, open),
    });
    await note(io, `${join(directory, "operator.key")} opens every package and commands every sensor: keep it here`);
    await print(io, `${join(directory, "operator.pub")}\n`);
    return EXIT.ok;
  },
};

function checkedName(flag: string, text: string): string {
  if (NAME.test(text)) return text;
  throw usageError(`--${flag} takes up to 63 of a-z, 0-9, '.', '_' and '-', not '${text}'`);
}
