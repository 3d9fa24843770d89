import { verifyCollector } from "@livetriage/collector";
import type { Command } from "../../commands/command.ts";
import { EXIT, Exit, reasonOf } from "../../exit.ts";
import { print } from "../../io.ts";
import { printable } from "../../terminal/printable.ts";
import { collectorDirectory, DIRECTORY_OPTION } from "../directory-option.ts";

/** `livetriage collector verify` */
export const verify: Command = {
  name: "verify",
  doc: `Read everything back, packages and audit log; a line for each thing that is damaged, and exit ${EXIT.dataErr} then`,
  positionals: [],
  options: [DIRECTORY_OPTION],
  async run(args, io) {
    const dir = collectorDirectory(args);
    let damaged = 0;
    try {
      for await (const problem of verifyCollector(dir)) {
        await print(io, `${printable(problem)}\n`);
        damaged++;
      }
    } catch (error) {
      throw error instanceof Exit ? error : new Exit(EXIT.noInput, `${dir} cannot be read: ${reasonOf(error)}`);
    }
    return damaged === 0 ? EXIT.ok : EXIT.dataErr;
  },
};
