import { join } from "node:path";
import { initCollector } from "@livetriage/collector";
import {
  decodeTextFile,
  encodeTextFile,
  OperatorKeyFileSchema,
  OperatorPublicFileSchema,
} from "@livetriage/proto-types";
import type { Args } from "../../args/option.ts";
import type { Command } from "../../commands/command.ts";
import { readOperatorFile } from "../../config/operator-file.ts";
import { EXIT, Exit, reasonOf, usageError } from "../../exit.ts";
import { newOperator } from "../../fleet/new-operator.ts";
import { type Io, note, print } from "../../io.ts";
import { writeKeyFiles } from "../../output/key-files.ts";
import { collectorDirectory, DIRECTORY_OPTION } from "../directory-option.ts";

const HERE = "127.0.0.1:8443";

/** `livetriage collector init` */
export const init: Command = {
  name: "init",
  doc: "Make a Collector's directory for the fleet of an operator's public keys",
  positionals: [],
  options: [
    { flag: "operator", value: "PUB", doc: "operator.pub, made by livetriage fleet keygen on the operator's machine" },
    { flag: "demo", doc: "Make an operator too, into DIR/operator, which has to go elsewhere before this is used" },
    {
      flag: "endpoint",
      value: "HOST:PORT",
      many: true,
      doc: `Address that sensors and operators connect to, ${HERE} when not given`,
    },
    DIRECTORY_OPTION,
  ],
  async run(args, io) {
    if (args.has("operator") === args.has("demo")) throw usageError("init takes either --operator PUB or --demo");
    const endpoints = args.has("endpoint") ? args.list("endpoint") : [HERE];
    const dir = collectorDirectory(args);
    return args.has("demo") ? initDemo(dir, endpoints, io) : initFor(args, dir, endpoints, io);
  },
};

async function initFor(args: Args, dir: string, endpoints: readonly string[], io: Io) {
  const path = args.text("operator") as string;
  const operatorPub = Buffer.from(await readOperatorFile(path, io)).toString("utf8");
  const operator = decodeTextFile(OperatorPublicFileSchema, operatorPub);
  if (!operator.ok) throw new Exit(EXIT.dataErr, `${path}: ${operator.problem}`);
  await make(dir, operatorPub, endpoints, io);
  await tellSigners(operator.value.name, io);
  await note(io, "The operator takes this file away, as fleet.json beside operator.key:");
  await print(io, `${join(dir, "operators", `${operator.value.name}.json`)}\n`);
  return EXIT.ok;
}

/** Both sides in one directory: what the Collector must never have lies beside it, and the user is told so. */
async function initDemo(dir: string, endpoints: readonly string[], io: Io) {
  const { secret, open } = await newOperator("demo", "demo");
  const operatorPub = encodeTextFile(OperatorPublicFileSchema, open);
  await make(dir, operatorPub, endpoints, io);
  const fleet = await readOperatorFile(join(dir, "operators/demo.json"), io);
  const keys = join(dir, "operator");
  await writeKeyFiles(keys, {
    "operator.key": encodeTextFile(OperatorKeyFileSchema, secret),
    "operator.pub": operatorPub,
    "fleet.json": Buffer.from(fleet).toString("utf8"),
  });
  await tellSigners("demo", io);
  await note(
    io,
    `For trying out: ${keys} commands the fleet and opens its packages. Move it to the operator's machine, the Collector must not have it.`,
  );
  await print(io, `${keys}\n`);
  return EXIT.ok;
}

/** With one operator there can be one signer only, whatever a command is for. */
function tellSigners(name: string, io: Io): Promise<void> {
  return note(
    io,
    `${name} is the fleet's only operator: one signature is enough until livetriage fleet policy adds others.`,
  );
}

async function make(dir: string, operatorPub: string, endpoints: readonly string[], { clock }: Io): Promise<void> {
  await initCollector({ dir, operatorPub, endpoints, clock }).catch((error: unknown) => {
    throw new Exit(EXIT.cantCreate, `${dir} cannot be made: ${reasonOf(error)}`);
  });
}
