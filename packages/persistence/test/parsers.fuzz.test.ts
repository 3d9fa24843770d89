import { FUZZ_RUNS, type FuzzTarget, fuzz, fuzzSeeds, parsersIn } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { MECHANISMS } from "../src/mechanisms/index.ts";
import { parseGroup, parsePasswd, parseShadow } from "../src/parse/accounts.ts";
import { parseAnacrontab } from "../src/parse/anacrontab.ts";
import { parseAptConf } from "../src/parse/apt-conf.ts";
import { parseAtJob, parseAtName } from "../src/parse/at-job.ts";
import { cronWords } from "../src/parse/cron-schedule.ts";
import { parseCrontab } from "../src/parse/crontab.ts";
import { parseDesktopEntry, parseDesktopExec, parseKeyFileGroup } from "../src/parse/desktop-entry.ts";
import { parseExecLine } from "../src/parse/exec-line.ts";
import { parseGlob } from "../src/parse/glob.ts";
import { parseGvdb } from "../src/parse/gvdb.ts";
import { parseIncronWords } from "../src/parse/incron-words.ts";
import { payloadOfShell } from "../src/parse/payload.ts";
import { parseQuotedWords } from "../src/parse/quoted-words.ts";
import { parseShebang, parseShellScript } from "../src/parse/shell-script.ts";
import { parseShellWords } from "../src/parse/shell-words.ts";
import { expandSudoList, parseSudoAliases } from "../src/parse/sudo-aliases.ts";
import { parseUnitFile } from "../src/parse/unit-file.ts";
import { mailcapLines, mimeLinesOfDesktopEntry, mimeLinesOfPackage } from "../src/parse/update-mime.ts";
import { parseYamlLists } from "../src/parse/yaml-list.ts";
import { cronCalendar } from "../src/schedule/cron-calendar.ts";
import { parseOnCalendar } from "../src/schedule/on-calendar.ts";
import { parseTimeSpan } from "../src/schedule/time-span.ts";
import { parseUnitName } from "../src/systemd/unit-name.ts";
import { anyFile } from "./any-file.ts";

/** Each input goes to one of the mechanisms, as its last byte says. */
const parseByMechanism: FuzzTarget = (bytes, text) => {
  const mechanism = MECHANISMS[(bytes.at(-1) ?? 0) % MECHANISMS.length];
  if (mechanism === undefined) throw new RangeError("there are no mechanisms");
  const file = anyFile(mechanism, text);
  return [mechanism.parse(file).map(({ commands }) => commands?.()), mechanism.includes?.(file)];
};

const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  parseByMechanism,
  parsePasswd: (_bytes, text) => parsePasswd(text),
  parseShadow: (_bytes, text) => parseShadow(text),
  parseGroup: (_bytes, text) => parseGroup(text),
  parseAnacrontab: (_bytes, text) => parseAnacrontab(text),
  parseAptConf: (_bytes, text) => parseAptConf(text),
  parseAtJob: (_bytes, text) => parseAtJob(text),
  parseAtName: (_bytes, text) => parseAtName(text),
  cronWords: (_bytes, text) => cronWords(text),
  parseCrontab: (_bytes, text) => [parseCrontab(text, "system"), parseCrontab(text, "user")],
  parseDesktopEntry: (_bytes, text) => parseDesktopEntry(text),
  parseKeyFileGroup: (_bytes, text) => parseKeyFileGroup(text, "D-BUS Service"),
  parseDesktopExec: (_bytes, text) => parseDesktopExec(text),
  parseExecLine: (_bytes, text) => parseExecLine(text),
  parseGlob: (_bytes, text) => parseGlob(text),
  parseGvdb: (bytes) => parseGvdb(bytes),
  parseIncronWords: (_bytes, text) => parseIncronWords(text),
  payloadOfShell: (_bytes, text) => payloadOfShell(text),
  parseQuotedWords: (_bytes, text) => [parseQuotedWords(text, "udev"), parseQuotedWords(text, "glib")],
  parseShebang: (_bytes, text) => parseShebang(text),
  parseShellScript: (_bytes, text) => parseShellScript(text),
  parseShellWords: (_bytes, text) => parseShellWords(text),
  parseSudoAliases: (_bytes, text) => expandSudoList(text, "Cmnd", parseSudoAliases(text)),
  parseUnitFile: (_bytes, text) => parseUnitFile(text),
  mailcapLines: (_bytes, text) => mailcapLines(text),
  mimeLinesOfPackage: (_bytes, text) => mimeLinesOfPackage(text),
  mimeLinesOfDesktopEntry: (_bytes, text) => mimeLinesOfDesktopEntry(text),
  parseYamlLists: (_bytes, text) => parseYamlLists(text, ["command", "args"]),
  cronCalendar: (_bytes, text) => cronCalendar(text, null),
  parseOnCalendar: (_bytes, text) => parseOnCalendar(text),
  parseTimeSpan: (_bytes, text) => parseTimeSpan(text),
  parseUnitName: (_bytes, text) => parseUnitName(text),
};

const HOSTS = new URL("../../../fixtures/hosts/", import.meta.url);
const seeds = fuzzSeeds(HOSTS);

test("every parser has its row", () => {
  expect(Object.keys(TARGETS)).toEqual(expect.arrayContaining(parsersIn(new URL("../src/parse/", import.meta.url))));
});

test.each(Object.entries(TARGETS))("%s takes anything", { timeout: 10_800_000 }, (_name, target) => {
  expect(fuzz(target, seeds, FUZZ_RUNS)).toBeNull();
});
