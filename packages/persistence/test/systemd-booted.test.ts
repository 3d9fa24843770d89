import { readFileSync } from "node:fs";
import { goldenCase, recordedHosts } from "@livetriage/triage-core/testing";
import { parseRfc3339 } from "@livetriage/triage-core/text";
import { describe, expect, test } from "vitest";
import { type PersistenceItem, persistence } from "../src/index.ts";
import { parseTimeSpan } from "../src/schedule/time-span.ts";
import { parseShow, type ShownUnit, shown, shownCommands, shownWords } from "./systemctl-show.ts";

const FIXTURES = new URL("../../../fixtures/systemd/", import.meta.url);

const EXEC_KEYS = [
  "ExecCondition",
  "ExecStartPre",
  "ExecStart",
  "ExecStartPost",
  "ExecReload",
  "ExecStop",
  "ExecStopPost",
];

/** All rows, whatever their number. */
const uncut = {
  ...persistence,
  caps: {
    ...persistence.caps,
    entries: { ...persistence.caps.entries, default: 100_000 },
    bytes: { ...persistence.caps.bytes, default: 100_000_000 },
  },
};

const isLoaded = (unit: ShownUnit) => shown(unit, "LoadState") === "loaded" && shown(unit, "FragmentPath") !== "";

/** Ids that only a running manager makes. */
const isOfFile = (unit: ShownUnit) => /\.(service|timer|socket|path|automount)$/.test(shown(unit, "Id"));

/** A path without the links of Debian: a merged /usr, one directory for the units of all users. */
const canonical = (path: string) =>
  path.replace(/^\/lib\//, "/usr/lib/").replace(/^\/etc\/xdg\/systemd\//, "/etc/systemd/");

describe.each(recordedHosts(FIXTURES))("$name", async ({ name, recording }) => {
  const events = await goldenCase(uncut, recording);
  const items = events.split("\n").flatMap((line) => {
    const event = line === "" ? null : (JSON.parse(line) as { kind: string; item: PersistenceItem });
    return event?.kind === "item" && event.item.mechanism.startsWith("systemd_") ? [event.item] : [];
  });
  const showOf = (file: string) => parseShow(readFileSync(new URL(`${name}/${file}.txt`, FIXTURES), "utf8"));

  describe.each([
    ["system", (item: PersistenceItem) => !item.path.includes("/systemd/user/") && !item.path.startsWith("/home/")],
    ["alice", (item: PersistenceItem) => /\/systemd\/user\/|^\/home\/alice\//.test(item.path)],
  ] as const)("%s", (file, belongs) => {
    const units = showOf(file).filter((unit) => isLoaded(unit) && isOfFile(unit));
    const own = items.filter(belongs);
    const inForce = own.filter(({ state }) => state !== "shadowed" && state !== "ignored" && state !== "masked");

    test("has units to compare", () => {
      expect(units.length).toBeGreaterThan(file === "system" ? 60 : 5);
    });

    test("every file of a unit and every drop-in in force is an entry", () => {
      const paths = new Set(own.map(({ path }) => canonical(path)));
      const theirs = units.flatMap((unit) => [shown(unit, "FragmentPath"), ...shownWords(unit, "DropInPaths")]);
      expect(theirs.map(canonical).filter((path) => !paths.has(path))).toEqual([]);
    });

    test("what is masked is masked", () => {
      const masked = showOf(file).filter((unit) => shown(unit, "LoadState") === "masked" && isOfFile(unit));
      const ours = own.filter(({ mechanism }) => mechanism === "systemd_mask").map((item) => item.name);
      expect(masked.map((unit) => shown(unit, "Id")).filter((id) => !ours.includes(id))).toEqual([]);
    });

    test.each(EXEC_KEYS)("%s has the same words", (key) => {
      const wrong = units.flatMap((unit) => {
        const theirs = shownCommands(unit, key);
        const ours = commandsOf(inForce, unit, key);
        return theirs.toSorted().join("\n") === ours.toSorted().join("\n") ? [] : [[shown(unit, "Id"), theirs, ours]];
      });
      expect(wrong).toEqual([]);
    });

    test("services run as the user that they name", () => {
      const wrong = units.flatMap((unit) => {
        const user = shown(unit, "User");
        const ours = ofUnit(inForce, unit).filter(
          ({ key, command }) => key === "ExecStart" && !/^[-@:!|]*\+/.test(command ?? ""),
        );
        const others = ours.filter(({ runs_as }) => expand(runs_as ?? "", unit) !== user);
        return user === "" ? [] : others.map((item) => [item.name, item.runs_as, user]);
      });
      expect(wrong).toEqual([]);
    });

    test("what activates what", () => {
      const wrong = units.flatMap((unit) => {
        const ours = ofUnit(inForce, unit).flatMap(({ activates }) => activates ?? []);
        const missing = shownWords(unit, "Triggers").filter(
          (id) => !namesOf(units, id).some((name) => ours.includes(name)),
        );
        return missing.length === 0 ? [] : [[shown(unit, "Id"), missing, ours]];
      });
      expect(wrong).toEqual([]);
    });

    test("enabled, disabled, static, generated", () => {
      const wrong = units.flatMap((unit) => {
        const state = shown(unit, "UnitFileState");
        const allowed = STATES[state];
        const ours = ofUnit(own, unit).filter(({ path }) => canonical(path) === canonical(shown(unit, "FragmentPath")));
        const replaced = ours.length > 0 && ours.every((item) => item.state === "shadowed");
        const fits = allowed === undefined || replaced || ours.some((item) => allowed.includes(item.state));
        return fits ? [] : [[shown(unit, "Id"), state, ours.map((item) => item.state)]];
      });
      expect(wrong).toEqual([]);
    });

    test("timers elapse next when systemd says", () => {
      const timers = units.filter((unit) => shown(unit, "NextElapseUSecRealtime") !== "");
      const wrong = timers.flatMap((unit) => {
        const theirs = instantOf(shown(unit, "NextElapseUSecRealtime"));
        const ours = ofUnit(inForce, unit).find(({ mechanism }) => mechanism === "systemd_timer")?.next_run ?? "";
        const random = randomDelay(unit);
        const late = theirs === null ? -1n : theirs - (parseRfc3339(ours) ?? 0n);
        return late >= 0n && late <= random ? [] : [[shown(unit, "Id"), shown(unit, "NextElapseUSecRealtime"), ours]];
      });
      expect(timers.length).toBeGreaterThan(0);
      expect(wrong).toEqual([]);
    });

    test("timers that count from boot, a start or their making elapse next when systemd says", () => {
      const timers = units.filter((unit) => (spanOf(shown(unit, "NextElapseUSecMonotonic")) ?? 0n) > 0n);
      const wrong = timers.flatMap((unit) => {
        const theirs = (spanOf(shown(unit, "NextElapseUSecMonotonic")) ?? 0n) + bootOf(recording);
        const item = ofUnit(inForce, unit).find(({ mechanism }) => mechanism === "systemd_timer");
        const ours = item?.next_run == null ? null : parseRfc3339(item.next_run);
        const off = ours === null ? null : theirs - ours;
        return off !== null && off > -TWO_SECONDS && off < TWO_SECONDS ? [] : [[shown(unit, "Id"), theirs, ours]];
      });
      expect(timers.length).toBeGreaterThan(file === "system" ? 3 : 0);
      expect(wrong).toEqual([]);
    });
  });
});

const TWO_SECONDS = 2_000_000_000n;

/** Boot time of a recorded host, in whole seconds as the kernel says it. */
function bootOf(recording: string): bigint {
  return BigInt(/btime (\d+)/.exec(recording)?.[1] ?? 0) * 1_000_000_000n;
}

/** `1h 1min 54.383497s` in nanoseconds; fractions are left out. */
function spanOf(text: string): bigint | null {
  return parseTimeSpan(text.replace(/\.\d+/, ""));
}

/** What our states may be where systemd, which does not ask who else pulls a unit in, says this of its file. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  enabled: ["enabled"],
  "enabled-runtime": ["enabled"],
  disabled: ["disabled", "enabled"],
  static: ["static", "enabled"],
  generated: ["enabled", "static"],
  transient: ["enabled", "static"],
};

/** Our entries of a unit, an instance by its template, an alias by its real name. */
function ofUnit(items: readonly PersistenceItem[], unit: ShownUnit): PersistenceItem[] {
  const names = withTemplates(shownWords(unit, "Names"));
  return items.filter(({ name }) => name != null && names.includes(name));
}

/** All names of a unit, and those of the templates that they are of. */
function namesOf(units: readonly ShownUnit[], id: string): string[] {
  const unit = units.find((one) => shown(one, "Id") === id);
  return withTemplates(unit === undefined ? [id] : shownWords(unit, "Names"));
}

function withTemplates(names: readonly string[]): string[] {
  return [...names, ...names.map((name) => name.replace(/@.*(?=\.[a-z]+$)/, "@"))];
}

/** Our commands of a unit; those of drop-ins for many units count for each. */
function commandsOf(items: readonly PersistenceItem[], unit: ShownUnit, key: string): string[] {
  const sources = new Set([shown(unit, "FragmentPath"), ...shownWords(unit, "DropInPaths")].map(canonical));
  const own = items.filter((item) => item.key === key && item.argv != null && sources.has(canonical(item.path)));
  const mine = own.filter((item) => item.name?.includes("*") === true || ofUnit([item], unit).length > 0);
  return mine.map((item) => expand((item.argv ?? []).join(" "), unit));
}

/** What an entry of a template leaves open, as this instance has it. */
function expand(words: string, unit: ShownUnit): string {
  const name = shown(unit, "Id");
  const instance = /@(.+)\.[a-z]+$/.exec(name)?.[1];
  return instance === undefined ? words : words.replace(/%[iI]/g, instance).replaceAll("%n", name);
}

/** `Tue 2026-11-24 03:17:00 UTC` in nanoseconds. */
function instantOf(text: string): bigint | null {
  const match = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text);
  return match === null ? null : parseRfc3339(`${match[1]}T${match[2]}Z`);
}

/** Timers of Debian wait up to a day at random. */
function randomDelay(unit: ShownUnit): bigint {
  return /^(apt-daily|fstrim|man-db|dpkg-db|e2scrub)/.test(shown(unit, "Id")) ? 604_800_000_000_000n : 1_000_000_000n;
}
