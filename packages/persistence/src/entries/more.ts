import { splitLines } from "@livetriage/triage-core/text";
import { parseAptConf } from "../parse/apt-conf.ts";
import { parseKeyFileGroup } from "../parse/desktop-entry.ts";
import { payloadOfArgv } from "../parse/payload.ts";
import { parseShellWords } from "../parse/shell-words.ts";
import { parseUnitFile } from "../parse/unit-file.ts";
import { parseYamlLists } from "../parse/yaml-list.ts";
import { execEntry } from "./desktop.ts";
import type { Entry, EntryFile, ParseEntries } from "./entry.ts";

/** A D-Bus service file: the program, or the unit, that a bus name starts. Source: D-Bus Specification, "Message Bus". */
export function parseBusService(file: EntryFile): Entry[] {
  const keys = parseKeyFileGroup(file.text, "D-BUS Service");
  const unit = keys.get("SystemdService")?.value;
  const user = keys.get("User")?.value;
  const exec = keys.get("Exec");
  const argv = parseShellWords(exec?.value ?? "").flat();
  return [
    {
      ...execEntry(exec),
      ...(exec === undefined ? {} : { argv, payload: payloadOfArgv(argv) }),
      name: keys.get("Name")?.value ?? file.name,
      ...(unit === undefined ? {} : { activates: unit }),
      ...(user === undefined ? {} : { runsAs: user }),
    },
  ];
}

/** Keys of an ini file in any group whose value is a command, run as whom the group names, if with the daemon at all. */
export function iniCommands(keys: RegExp, options: { readonly setting?: true } = {}): ParseEntries {
  return (file) => {
    const settings = parseUnitFile(file.text);
    const users = new Map(settings.filter(({ key }) => USER.test(key)).map(({ section, value }) => [section, value]));
    const off = new Set(settings.filter(isOff).map(({ section }) => section));
    return settings
      .filter(({ key, value }) => keys.test(key) && value !== "")
      .map(({ section, key, value, line, raw }) => ({
        line,
        key,
        ...(section === "" ? {} : { name: section }),
        ...(users.has(section) ? { runsAs: users.get(section) as string } : {}),
        ...(off.has(section) ? { state: "disabled" as const } : {}),
        command: value.replace(/^"(.*)"$/, "$1"),
        raw,
        ...(options.setting === true ? { payload: null } : {}),
      }));
  };
}

/** What supervisord calls the user that a command runs as. */
const USER = /^user$/;

function isOff({ key, value }: { readonly key: string; readonly value: string }): boolean {
  return key === "autostart" && /^(?:false|no|off|0)$/i.test(value);
}

/** Lists of a YAML file that hold commands: `command` with `args` is one argument vector, others one line each. */
export function yamlCommands(keys: readonly string[]): ParseEntries {
  return (file) => {
    const lists = parseYamlLists(file.text, [...keys, "args"]);
    return lists.flatMap(({ key, line, values }, index): Entry[] => {
      if (key === "args" && lists[index - 1]?.key === "command") return [];
      if (key !== "command" && key !== "args") return values.map((command) => ({ line, key, command }));
      const next = lists[index + 1];
      const argv = key === "command" && next?.key === "args" ? [...values, ...next.values] : [...values];
      return [{ line, key, command: argv.join(" "), argv }];
    });
  };
}

const APT_COMMAND = /(?:(?:^|::)(?:Pre|Post)-(?:Invoke(?:-Success)?|Install-Pkgs)|Proxy-Auto-?Detect)$/i;
const APT_PROGRAM = /^Dir::Bin::|^DPkg::Path$/i;

/** Names that apt reads in a directory of parts. Source: apt.conf(5). */
const APT_PART = /^[\w-]+$|^[\w.-]+\.conf$/;

/** Commands that apt runs, and programs that it is told to use instead of its own. */
export function parseAptHooks(file: EntryFile): Entry[] {
  const ignored = file.path.includes(".d/") && !APT_PART.test(file.name) ? { state: "ignored" as const } : {};
  return parseAptConf(file.text).flatMap(({ key, value, line }): Entry[] => {
    const entry = { line, key, command: value, ...ignored };
    if (APT_COMMAND.test(key)) return [entry];
    return APT_PROGRAM.test(key) ? [{ ...entry, payload: { program: value, interpreter: null } }] : [];
  });
}

/** Scripts between `postrotate` and its like and `endscript`. Source: logrotate(8). */
export function parseLogrotate(file: EntryFile): Entry[] {
  const entries: Entry[] = [];
  let open: { key: string; line: number; lines: string[] } | null = null;
  for (const [index, raw] of splitLines(file.text).entries()) {
    const word = raw.trim();
    if (open === null) {
      const key = /(?:^|\{\s*)((?:pre|post)rotate|(?:first|last)action|preremove)$/.exec(word)?.[1];
      if (key !== undefined) open = { key, line: index + 1, lines: [] };
    } else if (/^endscript\b/.test(word)) {
      entries.push({ key: open.key, line: open.line, command: open.lines.join("\n") });
      open = null;
    } else if (word !== "") open.lines.push(word);
  }
  return entries;
}

/** An xinetd service. Source: xinetd.conf(5). */
export function parseXinetd(file: EntryFile): Entry[] {
  return [...file.text.matchAll(/^[ \t]*service\s+(\S+)\s*\{([^}]*)\}/gm)].flatMap(([, name, body], index): Entry[] => {
    const value = (key: string) => new RegExp(`^[ \\t]*${key}[ \\t]*\\+?=(.*)$`, "m").exec(body as string)?.[1]?.trim();
    const server = value("server");
    if (server === undefined) return [];
    const argv = [server, ...(value("server_args")?.split(/\s+/) ?? [])];
    const state = value("disable") === "yes" ? "disabled" : "enabled";
    return [
      {
        name: name ?? String(index),
        key: "server",
        command: argv.join(" "),
        argv,
        state,
        runsAs: value("user") ?? "root",
      },
    ];
  });
}

/** The program of a Docker container, or the policy that starts it again. */
export function parseDockerContainer(file: EntryFile): Entry[] {
  const config = parseJsonObject(file.text);
  if (config === null) return [{ command: null, payload: null, context: ["malformed_line"] }];
  if (file.name === "hostconfig.json") return restartEntry(config);
  const words = [config["Path"], ...(Array.isArray(config["Args"]) ? config["Args"] : [])].filter(
    (word) => typeof word === "string",
  );
  const name = typeof config["Name"] === "string" ? config["Name"].replace(/^\//, "") : file.name;
  return words.length === 0 ? [] : [{ name, key: "Path", command: words.join(" "), argv: words, payload: null }];
}

function restartEntry(config: Readonly<Record<string, unknown>>): Entry[] {
  const { Name: policy } = (config["RestartPolicy"] ?? {}) as { Name?: unknown };
  const binds = Array.isArray(config["Binds"]) ? config["Binds"].filter((bind) => typeof bind === "string") : [];
  const told = [...binds.map((bind) => `bind=${bind}`), ...(config["Privileged"] === true ? ["privileged=true"] : [])];
  const name = typeof policy === "string" && policy !== "" ? policy : "no";
  return [
    {
      key: "RestartPolicy",
      name,
      command: null,
      payload: null,
      environment: told,
      state: name === "no" ? "disabled" : "enabled",
    },
  ];
}

/** Named values of a JSON file that are commands, at any depth. */
export function jsonCommands(keys: RegExp): ParseEntries {
  return (file) => {
    const root = parseJsonObject(file.text);
    return root === null ? [] : commandsBelow(root, keys, 0);
  };
}

function commandsBelow(value: unknown, keys: RegExp, depth: number): Entry[] {
  if (typeof value !== "object" || value === null || depth > 8) return [];
  return Object.entries(value).flatMap(([key, below]): Entry[] => {
    const words = Array.isArray(below)
      ? below.filter((word) => typeof word === "string")
      : typeof below === "string"
        ? [below]
        : [];
    if (keys.test(key) && words.length > 0)
      return [{ key, command: words.join(" "), ...(Array.isArray(below) ? { argv: words } : {}) }];
    return commandsBelow(below, keys, depth + 1);
  });
}

function parseJsonObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
