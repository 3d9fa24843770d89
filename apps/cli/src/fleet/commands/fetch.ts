import { ConnectError } from "@connectrpc/connect";
import { TargetState, type WatchRunResponse } from "@livetriage/proto-types";
import type { Args } from "../../args/option.ts";
import type { Command } from "../../commands/command.ts";
import { KEYS_OPTION } from "../../config/operator-directory.ts";
import { Exit, type ExitCode, usageError } from "../../exit.ts";
import { type Io, note, print } from "../../io.ts";
import { makeDirectory } from "../../output/folder.ts";
import { printable } from "../../terminal/printable.ts";
import { type CollectorSession, withCollector } from "../collector-session.ts";
import { fetchPackage, type Shelf } from "../fetch/fetch-package.ts";
import { deliveredCode } from "../follow-run.ts";
import { rpcFailure } from "../rpc-failure.ts";
import { runId, targetsOf } from "../runs.ts";
import { selectSensors } from "../select-sensors.ts";
import { hostNames, listSensors } from "../sensors.ts";
import { stateWord } from "../words.ts";

const FORMATS = ["ndjson", "json"];

/** `livetriage fleet fetch` */
export const fetch: Command = {
  name: "fetch",
  doc: "Bring the packages of a run here, verified and unsealed: exit 0 when all came, 3 when some did, 2 when none did",
  positionals: ["RUN"],
  options: [
    { flag: "host", value: "GLOB", many: true, doc: "Only these hosts of the run, all when not given" },
    {
      flag: "output",
      value: "DIR/",
      doc: "Where ID.ndjson and ID.manifest.json go; required, made when it is not there",
    },
    { flag: "format", value: FORMATS.join("|"), doc: "json also writes ID.json, the document; ndjson when not given" },
    {
      flag: "partial",
      doc: "Also what came of packages that were never finished, as ID.partial.ndjson: unsigned, and not counted as come",
    },
    KEYS_OPTION,
  ],
  async run(args, io) {
    const [text] = args.positionals as [string];
    const json = isJson(args);
    const output = args.text("output");
    if (output === undefined) throw usageError("--output says where the packages go, and is required");
    return withCollector(args, io, async (session) => {
      const sensors = await listSensors(session);
      const hosts = args.has("host") ? selectSensors(args.list("host"), [], sensors).sensors : null;
      const targets = await targetsOf(session, runId(text));
      const wanted = targets.filter(({ sensorId }) => hosts?.some((host) => host.sensorId === sensorId) ?? true);
      await makeDirectory(output);
      return fetchAll(
        session,
        wanted,
        hostNames(sensors),
        { directory: output, json, partial: args.has("partial") },
        io,
      );
    });
  },
};

function isJson(args: Args): boolean {
  const format = args.text("format") ?? "ndjson";
  if (!FORMATS.includes(format)) throw usageError(`--format takes ${FORMATS.join(", ")}, not '${format}'`);
  return format === "json";
}

/** Prints the path of each package that came; the others are told, and do not keep these from coming. */
async function fetchAll(
  session: CollectorSession,
  wanted: readonly WatchRunResponse[],
  nameOf: (sensorId: string) => string,
  shelf: Shelf,
  io: Io,
): Promise<ExitCode> {
  let came = 0;
  for (const { commandId, sensorId, state, reason } of wanted) {
    if (state !== TargetState.DONE && wanted.length > 1 && !shelf.partial) {
      await note(io, `livetriage: ${printable(nameOf(sensorId))}: no package, ${stateWord(state, reason)}`);
      continue;
    }
    try {
      const { path, whole } = await fetchPackage(session, { commandId, sensorId }, shelf, io);
      await print(io, `${path}\n`);
      if (whole) came++;
      else
        await note(io, `livetriage: ${printable(nameOf(sensorId))}: NOT WHOLE and unsigned, what came before its end`);
    } catch (error) {
      const failure = error instanceof ConnectError ? rpcFailure(error) : error;
      if (!(failure instanceof Exit) || io.interrupted.aborted) throw error;
      if (wanted.length === 1) throw failure;
      await note(io, `livetriage: ${printable(nameOf(sensorId))}: ${printable(failure.message)}`);
    }
  }
  return deliveredCode(came, wanted.length);
}
