import { encodeItem, type TriagePackage } from "@livetriage/triage-core";
import { readOperatorFile } from "../config/operator-file.ts";
import { EXIT, usageError } from "../exit.ts";
import { note, print } from "../io.ts";
import { registry } from "../registry.ts";
import { readSaved } from "../saved/saved-package.ts";
import { bodyfile } from "../timeline/bodyfile.ts";
import { type TimelineEvent, timelineEvents } from "../timeline/events.ts";
import { fitsTimesketch, timesketchLine } from "../timeline/timesketch.ts";
import type { Command } from "./command.ts";

type Writer = (events: readonly TimelineEvent[], document: TriagePackage) => string;

const WRITERS: Readonly<Record<string, Writer>> = {
  bodyfile,
  "timesketch-jsonl": (events, document) =>
    events
      .filter(fitsTimesketch)
      .map((event) => timesketchLine(event, document))
      .join(""),
  ndjson: (events, document) => events.map((event) => eventLine(event, document)).join(""),
};

/** `livetriage export` */
export const exportTimeline: Command = {
  name: "export",
  doc: "Write every time in a saved package as a timeline, the earliest first",
  positionals: ["PACKAGE|-"],
  options: [
    { flag: "format", value: Object.keys(WRITERS).join("|"), doc: "Form of the timeline; bodyfile is for mactime" },
  ],
  async run(args, io) {
    const [path] = args.positionals as [string];
    const format = args.text("format") ?? "bodyfile";
    const write = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined;
    if (write === undefined) throw usageError(`--format takes ${Object.keys(WRITERS).join(", ")}, not '${format}'`);
    const { document } = readSaved(path, await readOperatorFile(path, io));
    const events = timelineEvents(document, registry);
    await print(io, write(events, document));
    const beyond = events.filter((event) => !fitsTimesketch(event)).length;
    if (format === "timesketch-jsonl" && beyond > 0)
      await note(io, `${beyond} times that Timesketch cannot hold are left out`);
    return EXIT.ok;
  },
};

function eventLine({ time, phase, itemType, field, item }: TimelineEvent, document: TriagePackage): string {
  const head = JSON.stringify({
    time,
    time_field: field.join("."),
    package_id: document.package_id,
    host_name: document.host.hostname,
    boot_id: document.host.boot_id,
    phase,
    item_type: itemType,
  });
  return `${head.slice(0, -1)},"item":${encodeItem(item)}}\n`;
}
