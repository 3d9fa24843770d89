import { EXIT, type ExitCode } from "../exit.ts";
import type { Io } from "../io.ts";
import { type Program, runProgram } from "../program.ts";
import { audit } from "./commands/audit.ts";
import { cancel } from "./commands/cancel.ts";
import { collect } from "./commands/collect.ts";
import { fetch } from "./commands/fetch.ts";
import { halt } from "./commands/halt.ts";
import { joinToken } from "./commands/join-token.ts";
import { keygen } from "./commands/keygen.ts";
import { pause, resume } from "./commands/pause.ts";
import { policy } from "./commands/policy.ts";
import { retry } from "./commands/retry.ts";
import { revoke } from "./commands/revoke.ts";
import { runs } from "./commands/runs.ts";
import { sensors } from "./commands/sensors.ts";
import { sign } from "./commands/sign.ts";
import { submit } from "./commands/submit.ts";
import { watch } from "./commands/watch.ts";

/** `livetriage fleet`, as its help and its manual tell it. @public */
export const FLEET: Program = {
  name: "livetriage fleet",
  doc: "Have the hosts of a fleet collect, and bring their packages here: commands are signed and packages opened on this machine.",
  commands: [
    keygen,
    policy,
    joinToken,
    sensors,
    revoke,
    collect,
    sign,
    submit,
    runs,
    watch,
    fetch,
    retry,
    cancel,
    pause,
    resume,
    halt,
    audit,
  ],
  exits: [
    [`${EXIT.ok}`, "done; for collect --wait, watch and fetch: from all hosts"],
    [`${EXIT.nothing}`, "collect --wait, watch, fetch: from no host; or the answer to a question was no"],
    [`${EXIT.incomplete}`, "collect --wait, watch, fetch: from some hosts"],
    [`${EXIT.usage}`, "wrong command line, or a host or run that does not exist"],
    [`${EXIT.dataErr}`, "a key file or a package is not sound"],
    [`${EXIT.noInput}`, "a key file cannot be read"],
    [`${EXIT.unavailable}`, "the Collector cannot be reached or refuses"],
    [`${EXIT.cantCreate}`, "the output cannot be created"],
    [`${EXIT.ioErr}`, "the output cannot be written"],
    [
      `${EXIT.SIGHUP}, ${EXIT.SIGINT}, ${EXIT.SIGTERM}`,
      "ended by SIGHUP, SIGINT, SIGTERM; a run that was begun goes on",
    ],
  ],
};

/** The operator's commands to a fleet. */
export function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  return runProgram(FLEET, argv, io);
}
