import { expect, test } from "vitest";
import { parseAnacrontab } from "./anacrontab.ts";
import { parseAptConf } from "./apt-conf.ts";
import { parseAtJob, parseAtName } from "./at-job.ts";
import { cronWords } from "./cron-schedule.ts";
import { parseCrontab } from "./crontab.ts";
import { parseDesktopEntry, parseDesktopExec } from "./desktop-entry.ts";
import { parseExecLine } from "./exec-line.ts";
import { parseIncronWords } from "./incron-words.ts";
import { payloadOfShell } from "./payload.ts";
import { parseQuotedWords } from "./quoted-words.ts";
import { parseShebang, parseShellScript } from "./shell-script.ts";
import { parseShellWords } from "./shell-words.ts";
import { parseUnitFile } from "./unit-file.ts";

const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  parseCrontab: (text) => [parseCrontab(text, "system"), parseCrontab(text, "user")],
  parseAnacrontab,
  parseAptConf,
  parseAtJob,
  parseAtName,
  cronWords,
  parseUnitFile,
  parseExecLine,
  parseDesktopEntry,
  parseDesktopExec,
  parseShellWords,
  parseShellScript,
  parseShebang,
  payloadOfShell,
  parseIncronWords,
  parseQuotedWords: (text) => parseQuotedWords(text, "glib"),
};

test.each(Object.entries(PARSERS))("%s ends on a MiB of anything", { timeout: 60_000 }, (_name, parse) => {
  for (const unit of ["x", " ", '"', "'", "\\", "$(", "a\\\n", "# \n", "* ", "{", "=", "a;", "{a b\n"]) {
    expect(() => parse(unit.repeat(1_048_576 / unit.length))).not.toThrow();
  }
});
