import { logicalLines } from "./logical-lines.ts";

/** One job line of an anacrontab. */
export interface AnacronJob {
  readonly line: number;
  /** Days, or a nickname such as `@monthly`. */
  readonly period: string;
  /** Minutes after anacron's start. */
  readonly delay: string;
  readonly id: string;
  readonly command: string;
  readonly environment: ReadonlyMap<string, string>;
  readonly raw: string;
}

const SETTING = /^\s*([A-Za-z_]\w*)\s*=\s*(\S(?:.*\S)?)?\s*$/;
const JOB = /^\s*(\d+|@\w+)\s+(\d+)\s+(\S+)\s+(\S.*)$/;

/**
 * Parse an anacrontab.
 *
 * Shape:  `PERIOD DELAY JOB-ID COMMAND`, `NAME=value`, `#` comments; a backslash at its end continues a line.
 * Errors: a line of another shape is in `malformed`.
 * Source: anacrontab(5).
 */
export function parseAnacrontab(text: string): {
  readonly jobs: readonly AnacronJob[];
  readonly malformed: readonly { readonly line: number; readonly raw: string }[];
} {
  const jobs: AnacronJob[] = [];
  const malformed: { line: number; raw: string }[] = [];
  const environment = new Map<string, string>();
  for (const { line, raw } of logicalLines(text, true)) {
    if (/^\s*(#|$)/.test(raw)) continue;
    const setting = SETTING.exec(raw);
    const job = JOB.exec(raw);
    if (setting !== null) environment.set(setting[1] as string, setting[2] ?? "");
    else if (job === null) malformed.push({ line, raw });
    else {
      const [period, delay, id, command] = job.slice(1) as [string, string, string, string];
      jobs.push({ line, period, delay, id, command, environment: new Map(environment), raw });
    }
  }
  return { jobs, malformed };
}
