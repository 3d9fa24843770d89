import { logicalLines } from "../parse/logical-lines.ts";
import { COMMAND_VARIABLE } from "../parse/shell-script.ts";
import type { Entry, ParseEntries } from "./entry.ts";

/** How lines of a configuration file become entries. */
export interface LineRules {
  /** Named groups `command` (or `program`, in a second form) and, where there are such, `key`, `name`, `user`. Lines that do not match start nothing; with flag g every match is one. */
  readonly match: RegExp;
  /** Join lines that end in a backslash. */
  readonly continued?: true;
  /** The command is a path or words, not a line for the shell. */
  readonly words?: true;
  /** The matched text is a setting that starts no program by itself. */
  readonly setting?: true;
  readonly comment?: RegExp;
  /** The line may hold secrets beside the command: it is not given as `raw`. */
  readonly quiet?: true;
}

const COMMENT = /^\s*#/;

/** Entries of the lines that match. */
export function linesMatching(rules: LineRules): ParseEntries {
  return (file) =>
    logicalLines(file.text, rules.continued === true).flatMap(({ line, raw }) => {
      if ((rules.comment ?? COMMENT).test(raw)) return [];
      return matchesOf(rules.match, raw).flatMap(({ groups }) => {
        const command = groups?.["command"] ?? groups?.["program"];
        return command === undefined ? [] : [toEntry({ ...groups, command }, { line, raw }, rules)];
      });
    });
}

function matchesOf(match: RegExp, text: string): readonly RegExpExecArray[] {
  if (match.global) return [...text.matchAll(match)];
  const found = match.exec(text);
  return found === null ? [] : [found];
}

/** Lines `KEY = command` or `KEY command` of the keys that the expression names. */
export function keysMatching(keys: string, options: Omit<LineRules, "match"> = {}): ParseEntries {
  const parse = linesMatching({
    match: new RegExp(`^\\s*(?<key>${keys})(?:\\s*[=:]\\s*|\\s+)(?<command>\\S.*)$`, "i"),
    ...options,
  });
  return (file) =>
    parse(file).flatMap((entry) => {
      const command = withoutQuotes(entry.command ?? "");
      return command === "" ? [] : [{ ...entry, command }];
    });
}

/** A value without a semicolon behind it and without the quotes around it. */
function withoutQuotes(value: string): string {
  const ended = value.endsWith(";") ? value.slice(0, -1).trimEnd() : value;
  const begun = /^["']/.test(ended) ? ended.slice(1) : ended;
  return (/["']$/.test(begun) ? begun.slice(0, -1) : begun).trim();
}

/** Lines that are a setting of a variable through which a value becomes a command or a library. */
export const commandVariables: ParseEntries = (file) =>
  linesMatching({
    match: /^\s*(?:export\s+)?(?<key>[A-Za-z_]\w*)(?:\s+(?:DEFAULT|OVERRIDE)|\s*)=(?<command>.*)$/,
    setting: true,
  })(file).filter(({ key }) => COMMAND_VARIABLE.test(key ?? ""));

function toEntry(
  groups: Readonly<Record<string, string | undefined>>,
  at: { line: number; raw: string },
  rules: LineRules,
): Entry {
  const command = (groups["command"] as string).trim();
  const { key, name, user } = groups;
  return {
    ...(rules.quiet === true ? { line: at.line } : at),
    command,
    ...(key === undefined ? {} : { key }),
    ...(name === undefined ? {} : { name }),
    ...(user === undefined ? {} : { runsAs: user }),
    ...(rules.words === true ? { argv: command.split(/\s+/) } : {}),
    ...(rules.setting === true ? { payload: null } : {}),
  };
}
