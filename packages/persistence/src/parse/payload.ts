import { parseShellWords } from "./shell-words.ts";

/** What a command really starts: the program or script, and the interpreter that runs it. */
export interface Payload {
  readonly program: string;
  readonly interpreter: string | null;
}

/** Commands that start nothing by themselves. */
const BUILTINS = new Set(
  (
    "cd test [ [[ true false : echo printf export set unset umask sleep wait return exit fi done for case esac in local " +
    "readonly declare typeset shift read shopt alias unalias ulimit type hash let break continue getopts bind complete " +
    "compgen stty setopt unsetopt autoload zstyle bindkey function"
  ).split(" "),
);

/** Words of the grammar that stand before a command. */
const GRAMMAR = new Set("if then else elif while until do ! time".split(" "));

/** Commands that start the command after them; the letters are their options that take a value. */
const WRAPPERS: Readonly<Record<string, string>> = {
  exec: "a",
  command: "",
  builtin: "",
  nohup: "",
  setsid: "",
  nice: "n",
  ionice: "cnp",
  chrt: "p",
  taskset: "",
  env: "uSC",
  sudo: "ughpCrtTUD",
  doas: "uC",
  su: "",
  runuser: "ug",
  timeout: "ks",
  time: "fo",
  stdbuf: "ioe",
  chronic: "",
  eatmydata: "",
  flock: "wE",
  xargs: "IdEnPLs",
  start: "",
  "dbus-run-session": "",
  "systemd-cat": "tp",
  unshare: "",
  chroot: "",
  eval: "",
  nsenter: "tSG",
  pkexec: "",
  proxychains: "f",
  proxychains4: "f",
  torsocks: "",
  "systemd-run": "pEuM",
  busybox: "",
  "run-one": "",
  cronic: "",
  "ssh-agent": "",
  "dbus-launch": "",
};

const INTERPRETER =
  /^(?:(?:ba|da|z|k|mk|a|c|tc|fi)?sh|python[\d.]*|perl[\d.]*|ruby[\d.]*|node|nodejs|php[\d.]*|lua[\d.]*|tclsh|awk|gawk)$/;

/** Options of interpreters that end in a letter followed by code instead of a script, and those followed by a value. */
const OPTIONS: readonly (readonly [interpreter: RegExp, code: string, valued: string])[] = [
  [/sh$/, "c", "oO"],
  [/^python/, "cm", "WXQ"],
  [/^perl/, "eE", "I"],
  [/^ruby/, "e", "rICE"],
  [/^node/, "ep", "r"],
  [/^php/, "r", "dcz"],
  [/^lua/, "e", "l"],
];

/**
 * The program that a shell command starts, wrappers and interpreters looked through; null when it starts none.
 *
 * Shape: `cd / && nice -n 5 /usr/bin/python3 -u /opt/x.py` gives `/opt/x.py` by `/usr/bin/python3`. Among several commands
 *        the first that is a path outside the system's program directories wins, else the first.
 */
export function payloadOfShell(command: string): Payload | null {
  const found = parseShellWords(command)
    .map((words) => payloadOfArgv(words, 0))
    .filter((p) => p !== null);
  return found.find((payload) => isOwnPath(payload.program)) ?? found[0] ?? null;
}

/** The program that an argument vector starts, wrappers and interpreters looked through. */
export function payloadOfArgv(argv: readonly string[], depth = 0): Payload | null {
  const words = skipAssignments(argv.slice(argv.findIndex((word) => !GRAMMAR.has(word))));
  const [first, ...rest] = words;
  if (first === undefined || first === "" || depth > 8) return null;
  const name = baseName(first);
  if ((first === "." || first === "source") && rest[0] !== undefined) return { program: rest[0], interpreter: null };
  if (BUILTINS.has(first) || (first === "command" && /^-[vV]$/.test(rest[0] ?? ""))) return null;
  const options = WRAPPERS[name];
  if (options !== undefined)
    return payloadOfWrapper(name, options, rest, depth) ?? { program: first, interpreter: null };
  if (INTERPRETER.test(name)) return payloadOfInterpreter(first, rest, depth);
  return { program: first, interpreter: null };
}

function payloadOfWrapper(name: string, valued: string, rest: readonly string[], depth: number): Payload | null {
  if (name === "eval") return depth > 8 ? null : payloadOfNested(rest.join(" "), depth);
  if (name === "su" || name === "runuser") {
    const at = rest.findIndex((word) => word === "-c" || word === "--command");
    if (at >= 0) return payloadOfNested(rest[at + 1] ?? "", depth);
  }
  const words = skipOptions(rest, valued);
  const skipped =
    name === "timeout" || name === "taskset" || name === "chroot" || name === "flock" || name === "chrt" ? 1 : 0;
  return payloadOfArgv(words.slice(skipped), depth + 1);
}

function payloadOfInterpreter(interpreter: string, rest: readonly string[], depth: number): Payload {
  const [, code, valued] = OPTIONS.find(([name]) => name.test(baseName(interpreter))) ?? [null, "", ""];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] as string;
    if (!/^[-+]./.test(word)) return word === "-" ? alone(interpreter) : { program: word, interpreter };
    if (code === "c" && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word))
      return payloadOfNested(rest[at + 1] ?? "", depth) ?? alone(interpreter);
    const letter = /^[-+][a-zA-Z]*([a-zA-Z])$/.exec(word)?.[1] ?? " ";
    if (code.includes(letter)) return alone(interpreter);
    if (valued.includes(letter)) at++;
  }
  return alone(interpreter);
}

function payloadOfNested(command: string, depth: number): Payload | null {
  const found = parseShellWords(command)
    .map((words) => payloadOfArgv(words, depth + 1))
    .filter((p) => p !== null);
  return found.find((payload) => isOwnPath(payload.program)) ?? found[0] ?? null;
}

function alone(program: string): Payload {
  return { program, interpreter: null };
}

function skipAssignments(words: readonly string[]): readonly string[] {
  const start = words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
  return start < 0 ? [] : words.slice(start);
}

function skipOptions(words: readonly string[], valued: string): readonly string[] {
  let at = 0;
  while (at < words.length && (words[at] as string).startsWith("-") && words[at] !== "--") {
    const option = words[at] as string;
    at += option.length === 2 && valued.includes(option[1] as string) ? 2 : 1;
  }
  if (words[at] === "--") at++;
  return skipAssignments(words.slice(at));
}

/** A path, but not of a directory where the system keeps its programs. */
function isOwnPath(program: string): boolean {
  return /[/~$]/.test(program) && !/^\/(usr\/)?(local\/)?s?bin\/|^\/usr\/lib(exec)?\//.test(program);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
