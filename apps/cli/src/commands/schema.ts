import { composeSchema, itemSchema } from "@livetriage/triage-core";
import { EXIT, usageError } from "../exit.ts";
import { print } from "../io.ts";
import { registry } from "../registry.ts";
import type { Command } from "./command.ts";

/** `livetriage schema` */
export const schema: Command = {
  name: "schema",
  doc: "Print the JSON Schema of a package, or of the items of one phase",
  positionals: ["[PHASE]"],
  options: [],
  async run(args, io) {
    const [name] = args.positionals;
    const phase = registry.find((known) => known.name === name);
    if (name !== undefined && phase === undefined) {
      throw usageError(`schema: there is no phase '${name}', only ${registry.map((known) => known.name).join(", ")}`);
    }
    const printed = phase === undefined ? composeSchema(registry) : itemSchema(phase);
    await print(io, `${JSON.stringify(printed, null, 2)}\n`);
    return EXIT.ok;
  },
};
