import { splitLines } from "@livetriage/triage-core/text";
import { parseShellWords } from "./shell-words.ts";
import { stripBom } from "./strip-bom.ts";

/** A line of a script that starts or changes something. */
export interface ScriptLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Words of the grammar that stand before a command. */
const GRAMMAR = new Set("if then else elif while until do ! { } time && || ( )".split(" "));

/** Commands that start nothing and change nothing outside their shell, and words that end or open a block. */
const HARMLESS = new Set(
  (
    "fi done esac endif end endsw breaksw in case for foreach switch select function begin [ [[ test (( true false : " +
    "shopt setopt unsetopt set unset unsetenv umask return exit break continue shift local readonly typeset declare " +
    "ulimit stty bindkey zstyle zmodload autoload echo printf cd pwd sleep wait read hash type let getopts export setenv"
  ).split(" "),
);

/** Variables through which a value becomes a command or a library. */
export const COMMAND_VARIABLE = new RegExp(
  "^(?:LD_\\w+|PATH|command(?:_args)?|STARTUP|BASH_ENV|ENV|ZDOTDIR|PROMPT_COMMAND|PERL5(?:OPT|LIB|DB)|PYTHON(?:PATH|STARTUP|HOME)" +
    "|RUBY(?:OPT|LIB)|NODE_OPTIONS|(?:_JAVA|JDK_JAVA)_OPTIONS|JAVA_TOOL_OPTIONS|LUA_INIT\\w*|GCONV_PATH|EDITOR|VISUAL" +
    "|PAGER|MANPAGER|BROWSER|LESSOPEN|LESSCLOSE|GIT_(?:SSH|EDITOR|PAGER|CONFIG)\\w*|S(?:SH|UDO)_ASKPASS|XDG_CONFIG_\\w+)$",
);

/**
 * The lines of a shell file that start something: comments, the grammar's own words, harmless builtins and assignments
 * of variables that nobody runs are left out. Continued lines are joined.
 */
export function parseShellScript(text: string): ScriptLine[] {
  return joinContinued(splitLines(stripBom(text))).filter(({ text }) => startsSomething(text));
}

function startsSomething(line: string): boolean {
  if (line === "" || line.startsWith("#")) return false;
  if (/\$\(|`|<\(/.test(line) || writesFile(line)) return true;
  const body = line.replace(/^(?:function\s+)?[\w:.+-]+\s*\(\)\s*/, "").replace(/^[^\s()'"]+\)(?=\s|$)/, "");
  return parseShellWords(body).some((words) => isCommand(words));
}

/** A redirection into a file that is neither a descriptor nor /dev/null. */
function writesFile(line: string): boolean {
  if (!line.includes(">")) return false;
  return />{1,2}\|?\s*(?![&>|\s]|\/dev\/null)/.test(line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "q"));
}

function isCommand(words: readonly string[]): boolean {
  let at = 0;
  while (GRAMMAR.has(words[at] ?? "")) at++;
  const [first, ...rest] = words.slice(at);
  if (first === undefined) return false;
  if (/^(?:export|setenv|set|typeset|declare|readonly|local)$/.test(first)) return rest.some(setsCommand);
  const assigned = /^[A-Za-z_]\w*\+?=/.test(first);
  if (assigned) return setsCommand(first) || isCommand(rest);
  return !HARMLESS.has(first);
}

/** `NAME=value`, or the NAME of setenv, where the variable is one that others run. */
function setsCommand(word: string): boolean {
  const match = /^([A-Za-z_]\w*)(\+?=|$)/.exec(word);
  return match !== null && match[2] !== "" && COMMAND_VARIABLE.test(match[1] as string);
}

function joinContinued(lines: readonly string[]): ScriptLine[] {
  const joined: ScriptLine[] = [];
  let parts: string[] = [];
  let start = 0;
  for (const [index, physical] of lines.entries()) {
    if (parts.length === 0) start = index + 1;
    const open = /(^|[^\\])(\\\\)*\\$/.test(physical) && !/^\s*#/.test(physical) && index < lines.length - 1;
    parts.push(open ? physical.slice(0, -1) : physical);
    if (open) continue;
    joined.push({ line: start, text: parts.join(" ").trim() });
    parts = [];
  }
  return joined;
}

/** The interpreter that `#!` names, with its argument; null for files without one. Source: execve(2). */
export function parseShebang(text: string): string | null {
  const match = /^#![ \t]*([^\n\r]{1,255})/.exec(text);
  return match === null ? null : (match[1] as string).trim();
}
