import { type Command, toHex } from "@livetriage/proto-types";
import { EXIT, type ExitCode } from "../exit.ts";
import { type Io, note, print } from "../io.ts";
import { counted } from "../views/units.ts";
import type { CollectorSession } from "./collector-session.ts";
import { followRun } from "./follow-run.ts";
import type { Sensor } from "./sensors.ts";
import { signCommand } from "./to-command.ts";

/** How a command is handed in. */
export interface Submission {
  readonly command: Command;
  readonly sensors: readonly Sensor[];
  readonly dryRun: boolean;
  readonly wait: boolean;
}

/** Tells whom a command is for, signs it, hands it in and prints its id; then waits, where that is wanted. */
export async function submit(
  session: CollectorSession,
  { command, sensors, dryRun, wait }: Submission,
  io: Io,
): Promise<ExitCode> {
  const offline = sensors.filter(({ connected }) => !connected).length;
  await note(io, `${counted(sensors.length, "hosts")}, ${offline} offline`);
  if (dryRun) return EXIT.ok;
  await session.operator.submit({ command: signCommand(session, command) });
  await print(io, `${toHex(command.commandId)}\n`);
  return wait ? followRun(session, command.commandId, sensors, io.stderr, io) : EXIT.ok;
}
