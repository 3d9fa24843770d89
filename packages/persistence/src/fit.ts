import type { FitRules, StrataRules } from "@livetriage/triage-core";
import type { PersistenceItem } from "./item.ts";

/** Columns that rows give up first when bytes are short. */
const FULL = [
  "excerpt",
  "raw",
  "environment",
  "activated_by",
  "commands",
  "schedule_raw",
  "next_run",
  "sha256",
  "size",
  "ctime",
  "dev",
  "ino",
] as const;

const STANDARD = [
  "argv",
  "interpreter",
  "target",
  "name",
  "key",
  "line",
  "activates",
  "link",
  "schedule",
  "package",
  "rule",
  "rule_checked",
] as const;

/** Longest text of an index row, as encoded. */
const INDEX_TEXT = 72;

/** How rows are made smaller. */
export function fitRules(bytes: number): FitRules<PersistenceItem> {
  return {
    bytes,
    shrink: ["excerpt", "commands", "raw", "environment", "command", "argv", "activated_by"],
    levels: { full: FULL, standard: STANDARD },
    toIndex,
  };
}

/** What identifies an entry, in at most 384 encoded bytes. */
function toIndex(item: PersistenceItem): PersistenceItem {
  const { mechanism, technique, trigger, state, provenance, uid, signals } = item;
  const path = cutToEncoded(item.path, INDEX_TEXT);
  const dropped = Buffer.byteLength(item.path) - Buffer.byteLength(path);
  return {
    mechanism,
    technique,
    path,
    ...(dropped > 0 ? { path_dropped_bytes: dropped } : {}),
    trigger: cutToEncoded(trigger, 24),
    state,
    provenance,
    uid,
    signals: signals.slice(0, 3),
    context: [],
    detail: "index",
  };
}

function cutToEncoded(text: string, limit: number): string {
  let cut = text.slice(0, limit);
  while (Buffer.byteLength(JSON.stringify(cut)) > limit) cut = cut.slice(0, -1);
  return cut.toWellFormed();
}

/** What is not the distribution's own, or its configuration changed, comes first. */
function classOf(item: PersistenceItem): number {
  const foreign = (provenance: string | null | undefined) =>
    /^(modified|config_modified|local|unknown)$/.test(provenance ?? "");
  return foreign(item.provenance) || foreign(item.target?.provenance) || item.rule_checked === false ? 0 : 1;
}

/** Entries as they come first within their kind: with a signal, changed lately, not the distribution's own places. */
export function rankItems(items: readonly PersistenceItem[], recentAfter: string): PersistenceItem[] {
  const repeats = markRepeats(items.filter((item) => classOf(item) === 0));
  const rank = (item: PersistenceItem) =>
    classOf(item) * 32 +
    (repeats.has(item) ? 16 : 0) +
    (item.provenance === "config_modified" ? 8 : 0) +
    (item.signals.length > 0 ? 0 : 4) +
    ((item.mtime ?? "") >= recentAfter ? 0 : 2) +
    (/^\/(usr|lib)\//.test(item.path) ? 1 : 0);
  return items.toSorted((a, b) => rank(a) - rank(b));
}

/** Entries of a directory that start what another one of it starts already: a flood is mostly of these. */
function markRepeats(items: readonly PersistenceItem[]): ReadonlySet<PersistenceItem> {
  const seen = new Set<string>();
  return new Set(
    items.filter((item) => {
      const directory = item.path.slice(0, item.path.lastIndexOf("/"));
      const key = `${stratumOf(item)}\0${directory}\0${item.command}`;
      if (seen.has(key)) return true;
      seen.add(key);
      return false;
    }),
  );
}

function stratumOf({ mechanism, uid, mount_namespace }: PersistenceItem): string {
  return `${mechanism}\0${uid}\0${mount_namespace ?? ""}`;
}

/** Which entries stay when there are too many. */
export function strataRules(limit: number): StrataRules<PersistenceItem> {
  return {
    limit,
    classOf,
    stratumOf,
    holderOf: ({ uid, mount_namespace }) => `${uid} ${mount_namespace ?? ""}`.trimEnd(),
    groupOf: (item) => item.mechanism,
  };
}
