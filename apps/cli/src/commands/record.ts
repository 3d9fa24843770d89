import { join } from "node:path";
import { createFold, createRedact, runCollection, type TriagePackage } from "@livetriage/triage-core";
import { beNice, formatRecording, type RecordedAsk, tuneEngine } from "@livetriage/triage-core/host";
import { toRfc3339 } from "@livetriage/triage-core/text";
import { COLLECT_OPTIONS } from "../args/collect-options.ts";
import { collectRequest } from "../args/collect-request.ts";
import { plannedPhases } from "../args/planned-phases.ts";
import { collectionOptions } from "../collection/collection-options.ts";
import { budgetMs, niceness, rootDirectory } from "../collection/limits.ts";
import { startProgress } from "../delivery/progress.ts";
import { EXIT } from "../exit.ts";
import { interruptedBy, note } from "../io.ts";
import { writeBeside } from "../output/file-sink.ts";
import { makeFolder } from "../output/folder.ts";
import { type RecordingMeta, recordOptions } from "../recording/record-options.ts";
import { redactRecording } from "../recording/redact-recording.ts";
import { registry } from "../registry.ts";
import { VERSION } from "../version.ts";
import type { Command } from "./command.ts";

/** `livetriage record` */
export const record: Command = {
  name: "record",
  doc: "Record what a collection reads of this host into a new DIR, to be replayed elsewhere",
  positionals: ["DIR"],
  options: [...COLLECT_OPTIONS, { flag: "quiet", doc: "Nothing on stderr but errors" }],
  async run(args, io) {
    const request = collectRequest(registry, args);
    const phases = plannedPhases(registry, request);
    const nice = niceness(args);
    const limits = { registry, root: await rootDirectory(args), budgetMs: budgetMs(args) };
    const folder = await makeFolder(args.positionals[0] as string);
    beNice(nice, io.earlyReader);
    tuneEngine();
    const asks: RecordedAsk[] = [];
    const { options, head } = recordOptions(await collectionOptions(phases, limits, args, io), asks);
    const document = createFold();
    const progress = startProgress(io, !args.has("quiet"));
    for await (const frame of runCollection(options)) {
      progress.frame(frame);
      document.push(frame);
    }
    await progress.end();
    const { redaction } = options.about;
    const meta: RecordingMeta = {
      recorded_by: `livetriage ${VERSION}`,
      recorded_at: toRfc3339(BigInt(head.wall_ns)),
      root: limits.root,
      redacted: redaction === "on",
      request,
      phases: outcomes(document.result() as TriagePackage),
    };
    const redact = redactRecording(createRedact(options.redactionKey, redaction));
    const text = formatRecording({ head, asks }, redact);
    await writeBeside(join(folder, "recording.jsonl"), text, false);
    await writeBeside(join(folder, "meta.json"), `${JSON.stringify(meta, null, 2)}\n`, false);
    if (!args.has("quiet"))
      await note(io, `${folder}: ${asks.length} answers${redaction === "on" ? "" : ", secrets included"}`);
    const signal = interruptedBy(io);
    return signal === null ? EXIT.ok : EXIT[signal];
  },
};

function outcomes({ phases }: TriagePackage): RecordingMeta["phases"] {
  const told = Object.entries(phases).map(([name, { status, items }]) => [name, { status, items: items.length }]);
  return Object.fromEntries(told) as RecordingMeta["phases"];
}
