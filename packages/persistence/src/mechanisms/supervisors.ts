import type { Entry, EntryFile } from "../entries/entry.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import { iniCommands, jsonCommands, parseXinetd } from "../entries/more.ts";
import { payloadOfArgv } from "../parse/payload.ts";
import type { Mechanism } from "./mechanism.ts";

/** Super-servers and process supervisors. */
export const SUPERVISORS: readonly Mechanism[] = [
  {
    id: "inetd",
    row: 40,
    technique: "T1543",
    doc: "inetd services",
    trigger: "connection",
    runsAs: "root",
    paths: { any: ["/etc/inetd.conf", "/etc/inetd.d/*"] },
    parse: parseInetd,
  },
  {
    id: "xinetd",
    includes: inclusionsMatching({ match: /^[ \t]*includedir\s+(?<path>\/\S+)/, base: "/etc", directory: true }),
    row: 40,
    technique: "T1543",
    doc: "xinetd services",
    trigger: "connection",
    runsAs: "root",
    paths: { any: ["/etc/xinetd.conf", "/etc/xinetd.d/*"] },
    parse: parseXinetd,
  },
  {
    id: "supervisor",
    includes: inclusionsMatching({ match: /^[ \t]*files\s*=\s*(?<path>\S.*)$/, base: "/etc/supervisor" }),
    row: 41,
    technique: "T1543",
    doc: "supervisord, monit, circus",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/etc/supervisor/supervisord.conf",
        "/etc/supervisord.conf",
        "/etc/supervisor/conf.d/*",
        "/etc/supervisord.d/*",
        "/etc/circus/*.ini",
        "/etc/circus.ini",
      ],
    },
    parse: (file) => supervised(file).map((entry) => ({ ...entry, command: withoutComment(entry.command ?? "") })),
  },
  {
    id: "monit",
    row: 41,
    technique: "T1543",
    doc: "Programs that monit starts",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: ["/etc/monit/monitrc", "/etc/monitrc", "/etc/monit/conf.d/*", "/etc/monit/conf-enabled/*", "/etc/monit.d/*"],
    },
    parse: linesMatching({
      match:
        /(?<key>start program|stop program|restart program|check program\s+\S+\s+with path|exec)\s*=?\s*["'](?<command>[^"']+)["'](?:\s+as\s+uid\s+["']?(?<user>[\w-]+))?/,
      quiet: true,
    }),
  },
  {
    id: "pm2",
    row: 41,
    technique: "T1543",
    doc: "Processes that pm2 brings back",
    trigger: "boot",
    runsAs: "*",
    paths: { any: ["~/.pm2/dump.pm2"] },
    parse: jsonCommands(/^pm_exec_path$/),
  },
];

const supervised = iniCommands(/^(command|cmd)$/);

/** Behind a blank `;` and `#` begin a comment. Source: supervisor/options.py, UnhosedConfigParser */
function withoutComment(command: string): string {
  return command.replace(/\s[;#].*$/, "").trimEnd();
}

const inetdLines = linesMatching({
  match:
    /^\s*(?<name>\S+)\s+(?:stream|dgram|raw|rdm|seqpacket)\s+\S+\s+\S+\s+(?<user>[^\s.:]+)\S*\s+(?<command>\S+.*)$/,
  words: true,
});

/** The program and its arguments, the zeroth among them. Source: inetd.conf(5). */
function parseInetd(file: EntryFile): Entry[] {
  return inetdLines(file).map((entry) => {
    const [program = "", ...argv] = entry.argv ?? [];
    return argv.length === 0 ? entry : { ...entry, argv, payload: payloadOfArgv([program, ...argv.slice(1)]) };
  });
}
