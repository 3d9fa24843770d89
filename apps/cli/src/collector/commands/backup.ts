import { backupCollector } from "@livetriage/collector";
import type { Command } from "../../commands/command.ts";
import { EXIT, Exit, reasonOf } from "../../exit.ts";
import { print } from "../../io.ts";
import { collectorDirectory, DIRECTORY_OPTION } from "../directory-option.ts";

/** `livetriage collector backup` */
export const backup: Command = {
  name: "backup",
  doc: "Copy the Collector's directory, also while it serves; the copy can be served as it is",
  positionals: ["DIR"],
  options: [DIRECTORY_OPTION],
  async run(args, io) {
    const [to] = args.positionals as [string];
    await backupCollector({ dir: collectorDirectory(args), to }).catch((error: unknown) => {
      throw new Exit(EXIT.cantCreate, `${to} cannot be made: ${reasonOf(error)}`);
    });
    await print(io, `${to}\n`);
    return EXIT.ok;
  },
};
