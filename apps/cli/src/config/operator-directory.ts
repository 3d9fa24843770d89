import { join } from "node:path";
import type { Args, Option } from "../args/option.ts";
import type { Io } from "../io.ts";

/** Where an operator keeps `operator.key`, `operator.pub` and `fleet.json`. */
export const KEYS_OPTION: Option = {
  flag: "keys",
  value: "DIR",
  doc: "Directory of operator.key and fleet.json, ~/.config/livetriage when not given",
};

/** The directory that `--keys` names, or the usual one. */
export function keysDirectory(args: Args, io: Io): string {
  return args.text("keys") ?? operatorDirectory(io);
}

/** The usual one. */
export function operatorDirectory(io: Pick<Io, "env">): string {
  return join(io.env["HOME"] ?? "/", ".config/livetriage");
}
