import type { Entry, EntryFile } from "../entries/entry.ts";
import { executableEntry, parseExecutable } from "../entries/executable.ts";
import { linesMatching } from "../entries/lines.ts";
import { iniCommands } from "../entries/more.ts";
import { parseRcScript } from "../entries/sourced.ts";
import { parseShellScript } from "../parse/shell-script.ts";
import type { Mechanism } from "./mechanism.ts";

/** SysV init and the scripts that run at boot. */
export const INIT: readonly Mechanism[] = [
  {
    id: "init_script",
    row: 31,
    technique: "T1037.004",
    doc: "SysV init scripts",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/init.d/*"], rhel: ["/etc/rc.d/init.d/*"], suse: ["/etc/init.d/boot.d/*"] },
    parse: parseExecutable,
  },
  {
    id: "rc_link",
    row: 31,
    technique: "T1037.004",
    doc: "Start and stop links of runlevels",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/rc{0,1,2,3,4,5,6,S}.d/*", "/etc/rc.d/rc{0,1,2,3,4,5,6,S}.d/*"] },
    parse: (file) => {
      const starts = file.name.startsWith("S");
      const state = /^[SK]\d\d/.test(file.name) ? (starts ? "enabled" : "disabled") : "ignored";
      const { commands, ...entry } = executableEntry(file, state);
      return [
        {
          ...entry,
          ...(file.link === null && commands !== undefined ? { commands } : {}),
          name: file.name,
          command: file.real ?? file.link ?? file.path,
          trigger: starts ? "boot" : "shutdown",
        },
      ];
    },
  },
  {
    id: "rc_local",
    row: 32,
    technique: "T1037.004",
    doc: "rc.local and its relatives",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: ["/etc/rc.local", "/etc/rc.shutdown", "/etc/rc.boot", "/etc/rc.common"],
      rhel: ["/etc/rc.d/rc.local", "/etc/rc.d/rc.sysinit"],
      suse: ["/etc/init.d/{boot,before,after,halt}.local"],
      alpine: ["/etc/rc.local.d/*.sh"],
      slackware: ["/etc/rc.d/rc.local_shutdown", "/etc/rc.d/rc.M", "/etc/rc.d/rc.S"],
    },
    parse: parseRcScript,
  },
  {
    id: "service_defaults",
    row: 31,
    technique: "T1037.004",
    doc: "Options and code of services in the files that their scripts and units read",
    trigger: "boot",
    runsAs: "root",
    paths: { debian: ["/etc/default/*"], rhel: ["/etc/sysconfig/*"], suse: ["/etc/sysconfig/*"] },
    parse: (file) => [...serviceOptions(file), ...serviceCode(file)],
  },
  {
    id: "tuned",
    row: 32,
    technique: "T1037",
    doc: "Scripts of tuned's profiles",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/tuned/*/tuned.conf", "/etc/tuned/profiles/*/tuned.conf"] },
    parse: iniCommands(/^script$/),
  },
];

/** Options that name a place. */
const SERVICE_OPTION =
  /^\s*(?:export\s+)?(?<key>\w*(?<!XKB)(?:OPTS|OPTIONS|ARGS))\s*=\s*["']?(?=[^"']*\/)(?<command>[^"'\s#][^"']*)/;

const serviceOptions = linesMatching({ match: SERVICE_OPTION, setting: true });

/** Other lines that start something: scripts of services read the file as shell code. */
function serviceCode(file: EntryFile): Entry[] {
  return parseShellScript(file.text)
    .filter(({ text }) => !SERVICE_OPTION.test(text))
    .map(({ line, text }) => ({ line, command: text, raw: text }));
}
