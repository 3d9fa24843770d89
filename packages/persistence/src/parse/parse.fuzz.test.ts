import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnacrontab } from "./anacrontab.ts";
import { parseAptConf } from "./apt-conf.ts";
import { parseAtJob, parseAtName } from "./at-job.ts";
import { cronWords } from "./cron-schedule.ts";
import { parseCrontab } from "./crontab.ts";
import { parseDesktopEntry, parseDesktopExec } from "./desktop-entry.ts";
import { parseExecLine } from "./exec-line.ts";
import { payloadOfShell } from "./payload.ts";
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
};

/** Bytes as a lossless string, and text of the characters that these grammars give a meaning. */
const anyText = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  fc.string({
    unit: fc.constantFrom(..."\n\r\t @#*/%=[]{}()<>|&;\\\"'`$!:-+~0159aeiswxSE\0\uDCFF".split("")),
    maxLength: 200,
  }),
);

describe.each(Object.entries(PARSERS))("%s", (_name, parse) => {
  test("takes any text", () => {
    const holds = fc.property(anyText, (text) => void parse(text));
    expect(() => fc.assert(holds, { numRuns: 300 })).not.toThrow();
  });

  test("ends on a MiB of anything", { timeout: 60_000 }, () => {
    for (const unit of ["x", " ", '"', "'", "\\", "$(", "a\\\n", "# \n", "* ", "{", "=", "a;"]) {
      expect(() => parse(unit.repeat(1_048_576 / unit.length))).not.toThrow();
    }
  });
});
