import { encodeLossless } from "@livetriage/triage-core/text";
import { type GvdbValue, parseGvdb } from "../parse/gvdb.ts";
import { payloadOfArgv } from "../parse/payload.ts";
import { parseQuotedWords } from "../parse/quoted-words.ts";
import type { Entry, EntryFile, State } from "./entry.ts";

type Values = ReadonlyMap<string, GvdbValue>;

/** A kind of key that names something to start. */
interface StartingKey {
  /** Group `directory`. */
  readonly key: RegExp;
  readonly trigger: string;
  /** Null where the directory is none of the kind. */
  readonly isOn: (values: Values, directory: string) => boolean | null;
}

const STARTING_KEYS: readonly StartingKey[] = [
  { key: /^(?<directory>\/.*\/)(?:command|action)$/, trigger: "key_press", isOn: isBound },
  {
    key: /^(?<directory>\/org\/(?:gnome|cinnamon|mate)\/desktop\/(?:default-)?applications\/[^/]+\/)exec$/,
    trigger: "application_start",
    isOn: () => true,
  },
  {
    key: /^(?<directory>\/.*\/)custom-command$/,
    trigger: "application_start",
    isOn: (values, directory) => values.get(`${directory}use-custom-command`) !== false,
  },
  { key: /^(?<directory>\/.*guake\/general\/)startup-script$/, trigger: "application_start", isOn: () => true },
];

const EXTENSIONS = "/org/gnome/shell/enabled-extensions";

/** Where desktops keep which of their bindings count: GNOME whole directories, Cinnamon names. */
const LISTS: readonly string[] = [
  "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings",
  "/org/cinnamon/desktop/keybindings/custom-list",
];

/** Commands in a database of dconf, and extensions of GNOME's shell, which are code. Source: dconf(7). */
export function parseDconf(file: EntryFile): Entry[] {
  const values = parseGvdb(encodeLossless(file.text));
  if (values === null) return [{ command: null, payload: null, state: "ignored", context: ["malformed_line"] }];
  const commands = [...values].flatMap(([key, value]) =>
    typeof value === "string" ? commandEntry(values, key, value) : [],
  );
  return [...commands, ...extensionEntries(values)];
}

function commandEntry(values: Values, key: string, command: string): Entry[] {
  for (const { key: form, trigger, isOn } of STARTING_KEYS) {
    const directory = form.exec(key)?.groups?.["directory"];
    const on = directory === undefined ? null : isOn(values, directory);
    if (on === null || command === "") continue;
    const argv = parseQuotedWords(command, "glib");
    const name = values.get(`${directory}name`) ?? values.get(`${directory}binding`);
    const state: State = argv === null ? "ignored" : on ? "enabled" : "disabled";
    return [
      {
        key,
        ...(typeof name === "string" ? { name } : {}),
        trigger,
        command,
        ...(argv === null ? { payload: null } : { argv, payload: payloadOfArgv(argv) }),
        state,
      },
    ];
  }
  return [];
}

/** A binding counts when it has keys, and is in the list of its desktop where this database has that; GNOME's may be anywhere. */
function isBound(values: Values, directory: string): boolean | null {
  const lists = LISTS.map((key) => [key, values.get(key)] as const);
  const isListed = lists.some(
    ([, list]) => Array.isArray(list) && (list.includes(directory) || list.includes(nameOf(directory))),
  );
  if (!isListed && !/keybindings\/[^/]+\/$/.test(directory)) return null;
  const own = lists.find(([key]) => directory.startsWith(parentOf(key)));
  const binding = values.get(`${directory}binding`) ?? "";
  const hasKeys = [binding].flat().some((keys) => keys !== "" && keys !== "disabled");
  return hasKeys && (isListed || !Array.isArray(own?.[1]));
}

function nameOf(directory: string): string {
  return directory.split("/").at(-2) ?? "";
}

function parentOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

function extensionEntries(values: Values): Entry[] {
  const extensions = values.get(EXTENSIONS);
  if (!Array.isArray(extensions)) return [];
  const state: State = values.get("/org/gnome/shell/disable-user-extensions") === true ? "disabled" : "enabled";
  return extensions.map((command: string) => ({
    key: EXTENSIONS,
    trigger: "graphical_login",
    command,
    payload: null,
    state,
  }));
}
