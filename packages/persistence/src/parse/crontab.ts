import { splitLines } from "@livetriage/triage-core/text";
import { stripBom } from "./strip-bom.ts";

/** One job line of a crontab. */
export interface CronJob {
  /** 1-based. */
  readonly line: number;
  /** Five fields or a nickname, as written. */
  readonly schedule: string;
  /** The USER field of the system grammar; null in a user's table, where the file's name says it. */
  readonly user: string | null;
  /** The rest of the line; a `%`, which cron turns into a newline, is left as it is. */
  readonly command: string;
  /** The `NAME=value` lines above the job: they hold for it. */
  readonly environment: ReadonlyMap<string, string>;
  readonly raw: string;
}

/** A crontab: its jobs, and the lines that are neither job nor setting nor comment. */
export interface Crontab {
  readonly jobs: readonly CronJob[];
  readonly malformed: readonly { readonly line: number; readonly raw: string }[];
}

const SETTING = /^\s*(["']?)([A-Za-z_]\w*)\1\s*=\s*(\S(?:.*\S)?)?\s*$/;
const NICKNAME = /^@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every_minute|\d+)$/i;
const FIELD = /^[\d*?][\d*?~,\-/#LWHR]*$|^[~H][\d~,\-/()]*$/;
/** Minute, hour, day, month, weekday: cron takes no line with a value outside of these. */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
const NAMED_FIELD = /^[\d*?~A-Za-z][\d*?~,\-/#A-Za-z]*$/;

/**
 * Parse a crontab of either grammar.
 *
 * Shape:  `m h dom mon dow [USER] command` or `@nickname [USER] command`; `NAME=value`; `#` comments. A `-` before the
 *         minute (no syslog) is legal in cronie and on SUSE.
 * Errors: a line of another shape costs that line.
 * Source: crontab(5) of Debian cron, cronie and BusyBox.
 */
export function parseCrontab(text: string, grammar: "system" | "user"): Crontab {
  const jobs: CronJob[] = [];
  const malformed: { line: number; raw: string }[] = [];
  let environment: ReadonlyMap<string, string> = new Map();
  for (const [index, raw] of splitLines(stripBom(text)).entries()) {
    if (/^\s*(#|$)/.test(raw)) continue;
    const setting = SETTING.exec(raw);
    const job = setting === null ? parseJob(raw, grammar) : null;
    if (setting !== null) environment = new Map([...environment, [setting[2] as string, unquote(setting[3] ?? "")]]);
    else if (job === null) malformed.push({ line: index + 1, raw });
    else jobs.push({ line: index + 1, ...job, environment, raw });
  }
  return { jobs, malformed };
}

function parseJob(raw: string, grammar: "system" | "user"): Pick<CronJob, "schedule" | "user" | "command"> | null {
  let rest = raw.trimStart();
  const schedule: string[] = [];
  for (let wanted = 5; schedule.length < wanted; ) {
    const [field, after] = takeWord(rest);
    if (field === "") return null;
    if (schedule.length === 0 && NICKNAME.test(field)) wanted = 1;
    else if (!isField(field, schedule.length)) return null;
    schedule.push(field);
    rest = after;
  }
  const [user, command] = grammar === "system" ? takeWord(rest) : [null, rest];
  return command === "" ? null : { schedule: schedule.join(" "), user, command };
}

function isField(text: string, position: number): boolean {
  const field = position === 0 ? text.replace(/^-/, "") : text;
  const [least, most] = RANGES[position] as readonly [number, number];
  const values = field.replaceAll(/[/#(][^,]*/g, "").match(/\d+/g) ?? [];
  if (values.some((value) => Number(value) < least || Number(value) > most)) return false;
  return (position >= 3 ? NAMED_FIELD : FIELD).test(field);
}

/** The first word and what follows the blanks after it. */
function takeWord(text: string): [string, string] {
  const end = text.search(/[ \t]/);
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end).replace(/^[ \t]+/, "")];
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return quoted === null ? text : (quoted[2] as string);
}
