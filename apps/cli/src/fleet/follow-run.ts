import { TargetState } from "@livetriage/proto-types";
import { EXIT, type ExitCode } from "../exit.ts";
import type { Io, Output } from "../io.ts";
import type { CollectorSession } from "./collector-session.ts";
import { resumed } from "./resumed.ts";
import { type RunView, runView, type Standing } from "./run-view.ts";
import { hostNames, type Sensor } from "./sensors.ts";
import { standingWord } from "./words.ts";

/** Shows a run until all its hosts have ended: 0 when all have delivered, 3 when some have, 2 when none has. */
export async function followRun(
  { operator }: Pick<CollectorSession, "operator">,
  commandId: Uint8Array,
  sensors: readonly Sensor[],
  output: Output,
  io: Io,
): Promise<ExitCode> {
  const view = runView(output, hostNames(sensors), io);
  const standings = new Map<string, Standing>();
  const open = () => operator.watchRun({ commandId }, { signal: io.interrupted });
  for await (const told of resumed(open, io.interrupted)) {
    if (told.run !== undefined) await view.held(standingWord(told.run), [...standings.values()]);
    else await note(told, standings, view);
  }
  const delivered = [...standings.values()].filter(({ state }) => state === TargetState.DONE).length;
  return deliveredCode(delivered, standings.size);
}

/** The exit code of a command that was to deliver from `wanted` hosts. */
export function deliveredCode(delivered: number, wanted: number): ExitCode {
  if (delivered === wanted) return EXIT.ok;
  return delivered === 0 ? EXIT.nothing : EXIT.incomplete;
}

/** A stream that was opened anew begins with what is known already. */
async function note(standing: Standing, standings: Map<string, Standing>, view: RunView): Promise<void> {
  const known = standings.get(standing.sensorId);
  standings.set(standing.sensorId, standing);
  const same = (key: "state" | "attempt" | "sealedBytes") => known?.[key] === standing[key];
  if (same("state") && same("attempt") && same("sealedBytes")) return;
  await view.moved(standing, [...standings.values()]);
}
