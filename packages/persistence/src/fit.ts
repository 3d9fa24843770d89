import type { FitRules, StrataRules } from "@livetriage/triage-core";
import { directoryOf } from "./directory-of.ts";
import type { PersistenceItem } from "./item.ts";
import type { Finding } from "./to-item.ts";

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
function classOf({ candidate: { origin, targetOrigin } }: Finding): number {
  const foreign = (provenance: string | undefined) =>
    /^(modified|config_modified|local|unknown)$/.test(provenance ?? "");
  return foreign(origin.provenance) || foreign(targetOrigin?.provenance) || origin.checked === false ? 0 : 1;
}

/** Entries as they come first within their kind: with a signal, changed lately, not the distribution's own places. */
export function rankFindings(findings: readonly Finding[], recentAfter_ns: bigint): Finding[] {
  const repeats = markRepeats(findings.filter((finding) => classOf(finding) === 0));
  const rankOf = (finding: Finding) => {
    const { origin, place } = finding.candidate;
    return (
      classOf(finding) * 32 +
      (repeats.has(finding) ? 16 : 0) +
      (origin.provenance === "config_modified" ? 8 : 0) +
      (finding.signals.length > 0 ? 0 : 4) +
      (place.stat !== null && place.stat.mtime_ns >= recentAfter_ns ? 0 : 2) +
      (/^\/(usr|lib)\//.test(place.file.path) ? 1 : 0)
    );
  };
  const ranks = new Map(findings.map((finding) => [finding, rankOf(finding)]));
  return findings.toSorted((a, b) => (ranks.get(a) as number) - (ranks.get(b) as number));
}

/** Entries of a directory that start what another one of it starts already: a flood is mostly of these. */
function markRepeats(findings: readonly Finding[]): ReadonlySet<Finding> {
  const seen = new Set<string>();
  return new Set(
    findings.filter((finding) => {
      const { place, entry } = finding.candidate;
      const directory = directoryOf(place.file.path);
      const key = `${stratumOf(finding)}\0${directory}\0${entry.command}`;
      if (seen.has(key)) return true;
      seen.add(key);
      return false;
    }),
  );
}

function stratumOf({ candidate: { mechanism, place }, mount_namespace = "" }: Finding): string {
  return `${mechanism.id}\0${place.stat?.uid}\0${mount_namespace}`;
}

/** Which entries stay when there are too many. */
export function strataRules(limit: number): StrataRules<Finding> {
  return {
    limit,
    classOf,
    stratumOf,
    holderOf: ({ candidate, mount_namespace = "" }) => `${candidate.place.stat?.uid} ${mount_namespace}`.trimEnd(),
    groupOf: ({ candidate }) => candidate.mechanism.id,
  };
}
