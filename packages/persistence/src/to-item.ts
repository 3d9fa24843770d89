import type { FileStat, HostFacts } from "@livetriage/triage-core";
import { decodeLossless, textField, toDevice, toRfc3339, toText } from "@livetriage/triage-core/text";
import type { Candidate } from "./candidate.ts";
import type { Cutter } from "./cut.ts";
import type { Entry, State } from "./entries/entry.ts";
import type { PersistenceItem, Target } from "./item.ts";
import type { ItemFacts } from "./item-facts.ts";
import { isMissing } from "./place.ts";
import { isForeign } from "./provenance/origin.ts";
import type { FoundTarget } from "./read-targets.ts";
import { isHiddenEntry, signalsOfTarget, signalsOfText } from "./signals.ts";

/** An entry with what it is ranked by; of those that are kept an item is made. */
export interface Finding {
  readonly candidate: Candidate;
  readonly signals: readonly string[];
  /** Inode of the mount namespace that it was found in, where that is another than the host's. */
  readonly mount_namespace?: string;
  toItem(): PersistenceItem;
}

/** What was found out about an entry, as a finding. */
export function toFinding(candidate: Candidate, facts: ItemFacts, cutter: Cutter): Finding {
  const signals = signalsOf(candidate, runsAsOf(candidate), facts);
  return { candidate, signals, toItem: () => toItem(candidate, signals, facts, cutter) };
}

/** An entry as the document has it. */
function toItem(candidate: Candidate, signals: string[], facts: ItemFacts, cutter: Cutter): PersistenceItem {
  const { mechanism, place, entry, target } = candidate;
  const { file, stat } = place;
  const runsAs = runsAsOf(candidate);
  const state = stateOf(candidate);
  const before = cutter.redacted();
  const item = {
    mechanism: mechanism.id,
    technique: mechanism.technique,
    ...textField("path", file.path),
    link: null,
    ...(file.link === null ? {} : textField("link", file.link)),
    line: entry.line ?? null,
    key: entry.key ?? null,
    name: entry.name === undefined ? null : toText(entry.name).text,
    trigger: entry.trigger ?? mechanism.trigger,
    schedule: entry.schedule ?? null,
    schedule_raw: entry.scheduleRaw ?? null,
    next_run: nextRunOf(entry, state, facts),
    runs_as: runsAs === null ? null : toText(runsAs).text,
    ...(entry.command === null ? { command: null } : cutter.text("command", entry.command)),
    ...(entry.argv === undefined ? { argv: null } : cutter.list("argv", entry.argv)),
    interpreter: interpreterOf(entry),
    ...optionalList(cutter, "environment", entry.environment),
    activates: entry.activates === undefined ? null : toText(entry.activates).text,
    ...optionalList(cutter, "activated_by", entry.activatedBy),
    target: target === null ? null : toTarget(candidate, target, runsAs, facts),
    state,
    ...originFields(candidate),
    ...(entry.raw === undefined ? { raw: null } : cutter.text("raw", entry.raw)),
    ...scriptFields(candidate, cutter),
    ...fileFields(stat, facts),
    writable_by_others: place.real === null ? null : isWritableByOthers(place.real, runsAs, facts),
    signals,
    context: contextOf(candidate, facts),
    detail: "full" as const,
  };
  const redacted = cutter.redacted() - before;
  return redacted === 0 ? item : { ...item, redacted };
}

function nextRunOf({ when }: Entry, state: State, { nextRun }: ItemFacts): string | null {
  const next = when === undefined || state !== "enabled" ? null : nextRun(when);
  return next === null ? null : toRfc3339(next);
}

/** What a script does, where it is not as the distribution brought it. */
function scriptFields({ entry, origin, place }: Candidate, cutter: Cutter) {
  const foreign = isForeign(origin);
  if (entry.script !== true || !(foreign || origin.provenance === "config_modified")) return {};
  const commands = optionalList(cutter, "commands", entry.commands?.());
  return foreign ? { ...commands, ...cutter.excerpt(place.file.text) } : commands;
}

function optionalList(
  cutter: Cutter,
  key: "environment" | "activated_by" | "commands",
  values: readonly string[] | undefined,
) {
  return values === undefined || values.length === 0 ? {} : cutter.list(key, values);
}

function interpreterOf(entry: Entry): string | null {
  const interpreter = entry.payload?.interpreter ?? entry.interpreter ?? null;
  return interpreter === null ? null : toText(interpreter).text;
}

function originFields({ origin, sha256 }: Candidate) {
  const { provenance, rule, checked } = origin;
  return { provenance, package: origin.package, rule, rule_checked: checked, sha256 };
}

function fileFields(stat: FileStat | null, facts: HostFacts) {
  if (stat === null) {
    return {
      type: null,
      uid: null,
      owner: null,
      mode: null,
      size: null,
      mtime: null,
      ctime: null,
      dev: null,
      ino: null,
    };
  }
  return {
    type: stat.type,
    uid: stat.uid,
    owner: nameOf(facts, stat.uid),
    mode: octal(stat.mode),
    size: String(stat.size),
    mtime: toRfc3339(stat.mtime_ns),
    ctime: toRfc3339(stat.ctime_ns),
    dev: toDevice(stat.dev),
    ino: String(stat.ino),
  };
}

function toTarget(candidate: Candidate, target: FoundTarget, runsAs: string | null, facts: ItemFacts): Target {
  const { path, exists, stat } = target;
  const { targetHead } = candidate;
  const { dev: _dev, ino: _ino, ...fields } = fileFields(stat, facts);
  return {
    ...textField("path", path),
    exists,
    format: targetHead === null ? null : formatOf(targetHead),
    ...fields,
    writable_by_others: stat === null ? null : isWritableByOthers(stat, runsAs, facts),
    provenance: candidate.targetOrigin?.provenance ?? null,
    package: candidate.targetOrigin?.package ?? null,
    sha256: candidate.targetSha256,
  };
}

function formatOf(head: Uint8Array): string {
  const text = decodeLossless(head.subarray(0, 4));
  return text === "\x7fELF" ? "elf" : text.startsWith("#!") ? "script" : "data";
}

/** Who a command runs as: what the entry says, else the home's user, else what the mechanism is known for. */
function runsAsOf({ entry, mechanism, place }: Pick<Candidate, "entry" | "mechanism" | "place">): string | null {
  if (entry.runsAs !== undefined) return entry.runsAs;
  if (place.file.home !== null) return place.file.home.user;
  return typeof mechanism.runsAs === "string" ? mechanism.runsAs : mechanism.runsAs(place.file);
}

function stateOf({ entry, place }: Candidate): State {
  if (place.trouble !== null && entry.activates === undefined) {
    return isMissing(place.trouble) ? "dangling" : "unreadable";
  }
  return entry.state ?? (place.cut ? "truncated" : "enabled");
}

/** May anyone but root and the one it runs as write it? The group counts unless it is root's or that user's own. */
function isWritableByOthers(stat: FileStat, runsAs: string | null, facts: ItemFacts): boolean {
  if (stat.type !== "file") return false;
  const user = runsAs === null ? undefined : facts.accountByName.get(runsAs);
  const ownerIsStrange = stat.uid !== 0 && stat.uid !== user?.uid;
  const groupIsStrange = (stat.mode & 0o020) !== 0 && stat.gid !== 0 && stat.gid !== user?.gid;
  return ownerIsStrange || groupIsStrange || (stat.mode & 0o002) !== 0;
}

function signalsOf(candidate: Candidate, runsAs: string | null, facts: ItemFacts): string[] {
  const { place, entry, target } = candidate;
  const { real, file } = place;
  const said = isStock(candidate) ? [] : [...signalsOfText(entry), ...signalsOfTarget(target?.path ?? "")];
  const found = new Set<string>([...said, ...(entry.signals ?? [])]);
  if (real !== null && isWritableByOthers(real, runsAs, facts)) found.add("entry_writable_by_others");
  if (file.home === null && place.stat !== null && place.stat.uid !== 0 && !ownsIt(candidate, runsAs, facts))
    found.add("owner_not_root");
  if (place.trouble === "NOT_REGULAR") found.add("not_regular");
  if (isHiddenEntry(file)) found.add("entry_hidden");
  if (target?.stat != null && isWritableByOthers(target.stat, runsAs, facts)) found.add("target_writable_by_others");
  return [...found].toSorted();
}

/** Words and places of the distribution's own, unchanged, say nothing; nor does a link to them that its tools made. */
function isStock({ place, origin, targetOrigin }: Candidate): boolean {
  const own = ({ provenance }: Candidate["origin"]) => /^(packaged|config|image)$/.test(provenance);
  const isLinked = place.file.link !== null && origin.provenance === "generated" && origin.checked === true;
  return (own(origin) || isLinked) && (targetOrigin === null || own(targetOrigin));
}

/** A spool file belongs to its user. */
function ownsIt({ place }: Candidate, runsAs: string | null, facts: ItemFacts): boolean {
  return runsAs !== null && place.stat !== null && facts.accountByName.get(runsAs)?.uid === place.stat.uid;
}

function contextOf({ place, entry, target }: Candidate, { inferredNames }: ItemFacts): string[] {
  const found = new Set<string>(entry.context ?? []);
  if (target?.exists === false) found.add("target_missing");
  if (place.cut) found.add("file_truncated");
  const isInferred = inferredNames.has(place.stat?.uid ?? -1) || inferredNames.has(entry.uid ?? -1);
  if (place.file.home?.inferred === true || isInferred) found.add("inferred_user");
  return [...found].toSorted();
}

function nameOf(facts: HostFacts, uid: number): string | null {
  const name = facts.userName(uid);
  return name === null ? null : toText(name).text;
}

function octal(mode: number): string {
  return (mode & 0o7777).toString(8).padStart(4, "0");
}
