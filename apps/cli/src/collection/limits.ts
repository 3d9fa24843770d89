import { parseDuration } from "@livetriage/triage-core/text";
import type { Args } from "../args/option.ts";
import { directoryPath } from "../config/directory.ts";
import { usageError } from "../exit.ts";

const DEFAULT_BUDGET_MS = 60_000;
const DEFAULT_NICE = 10;

/** `--budget` in milliseconds: `500ms` or a duration as everywhere. */
export function budgetMs(args: Args): number {
  const text = args.text("budget");
  if (text === undefined) return DEFAULT_BUDGET_MS;
  const short = /^([1-9]\d{0,8})ms$/.exec(text);
  const ms = short === null ? Number((parseDuration(text) ?? 0n) / 1_000_000n) : Number(short[1]);
  if (ms < 1 || ms > 0x7fff_ffff)
    throw usageError(`--budget takes a duration up to 24d such as 500ms, 60s or 5m, not '${text}'`);
  return ms;
}

/** `--nice` as a number; negative ones would be the opposite. */
export function niceness(args: Args): number {
  const text = args.text("nice");
  if (text === undefined) return DEFAULT_NICE;
  if (/^1?\d$/.test(text)) return Number(text);
  throw usageError(`--nice takes a number from 0 to 19, not '${text}'`);
}

/** `--root` as an absolute path, `/` when not given. */
export async function rootDirectory(args: Args): Promise<string> {
  const text = args.text("root") ?? "/";
  const path = await directoryPath(text);
  if (path === null) throw usageError(`--root takes an existing directory, not '${text}'`);
  return path;
}
