import type { HostFacts } from "@livetriage/triage-core";
import { textField, toText } from "@livetriage/triage-core/text";
import type { OPEN_CONTEXT } from "./context.ts";
import type { FileModification } from "./item.ts";
import { isMemfd } from "./open-files.ts";
import type { OpenFile } from "./read-open-files.ts";
import { placeOf } from "./roots.ts";

/** A file without a name as a row; what its descriptor does not tell is null. */
export function toOpenItem(file: OpenFile, facts: HostFacts): FileModification {
  const { path, mnt_id, ino, holders, dropped } = file;
  const isInMemory = isMemfd(path);
  const context: keyof typeof OPEN_CONTEXT = isInMemory ? "memfd" : "deleted_open";
  const mount = facts.mounts.find((one) => one.mount_id === mnt_id);
  return {
    ...textField("path", path),
    type: isInMemory ? "file" : "unknown",
    class: context,
    place: isInMemory ? "other" : placeOf(path, new Map()),
    hidden: path.includes("/."),
    uid: null,
    modified_at: null,
    recent_by: null,
    dev: mount?.device ?? null,
    ino,
    deleted: true,
    signals: [],
    context: [context],
    detail: "full",
    open_by: holders.map(({ process, fd }) => ({
      pid: process.pid,
      start_ticks: process.start_ticks,
      ...textField("comm", process.comm),
      user: process.uid === null ? null : userText(facts, process.uid),
      fd,
    })),
    ...(dropped > 0 ? { open_by_dropped: dropped } : {}),
  };
}

function userText(facts: HostFacts, uid: number): string {
  return toText(facts.userName(uid) ?? String(uid)).text;
}
