import { dropFormerAuthority, rotateAuthority } from "@livetriage/collector";
import type { Command } from "../../commands/command.ts";
import { EXIT, Exit, reasonOf } from "../../exit.ts";
import { print } from "../../io.ts";
import { collectorDirectory, DIRECTORY_OPTION } from "../directory-option.ts";

const BEGUN = `The new CA signs, within ten seconds where the Collector is served; the former one is believed until
\`livetriage collector rotate-ca --drop-former\`. Operators take their operators/NAME.json again.
`;
const ENDED = `The former CA is believed no longer, within ten seconds where the Collector is served.
Operators take their operators/NAME.json again.
`;

/** `livetriage collector rotate-ca` */
export const rotateCa: Command = {
  name: "rotate-ca",
  doc: "Make another CA, believed beside the former one until that is dropped; sensors follow by themselves",
  positionals: [],
  options: [
    { flag: "drop-former", doc: "Believe the former CA no longer, once every sensor has a certificate of the new one" },
    { flag: "force", doc: "Drop it although sensors are left, which must enroll anew" },
    DIRECTORY_OPTION,
  ],
  async run(args, io) {
    const drop = args.has("drop-former");
    const options = { dir: collectorDirectory(args), clock: io.clock };
    const done = drop ? dropFormerAuthority({ ...options, force: args.has("force") }) : rotateAuthority(options);
    await done.catch((error: unknown) => {
      throw new Exit(EXIT.dataErr, reasonOf(error));
    });
    await print(io, drop ? ENDED : BEGUN);
    return EXIT.ok;
  },
};
