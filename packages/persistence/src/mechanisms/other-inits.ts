import type { Entry, EntryFile } from "../entries/entry.ts";
import { parseExecutable } from "../entries/executable.ts";
import { linesMatching } from "../entries/lines.ts";
import { parseShellScript } from "../parse/shell-script.ts";
import type { Mechanism } from "./mechanism.ts";

/** Init systems besides systemd and SysV. */
export const OTHER_INITS: readonly Mechanism[] = [
  {
    id: "inittab",
    row: 33,
    technique: "T1037.004",
    doc: "inittab",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/etc/inittab"] },
    parse: (file) =>
      inittabLines(file).map((entry) => (entry.key === "off" ? { ...entry, state: "disabled" as const } : entry)),
  },
  {
    id: "upstart",
    row: 34,
    technique: "T1543",
    doc: "Upstart jobs",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/etc/init/*.{conf,override}",
        "/usr/share/upstart/sessions/*.conf",
        "/etc/xdg/upstart/*.conf",
        "~/.config/upstart/*.conf",
        "~/.init/*.conf",
      ],
    },
    parse: parseUpstart,
  },
  {
    id: "openrc_runlevel",
    row: 35,
    technique: "T1037.004",
    doc: "Services of OpenRC's runlevels, and variables that change them",
    trigger: "boot",
    runsAs: "root",
    paths: { alpine: ["/etc/runlevels/*/*", "/usr/local/etc/init.d/*"] },
    parse: (file) =>
      parseExecutable(file).map(({ commands: _lines, ...entry }) => ({
        ...entry,
        name: file.name,
        ...(file.real === null ? {} : { command: file.real }),
      })),
  },
  {
    id: "openrc_conf",
    row: 35,
    technique: "T1037.004",
    doc: "Variables of OpenRC services that name a program",
    trigger: "boot",
    runsAs: "root",
    paths: { alpine: ["/etc/conf.d/*", "/etc/rc.conf"] },
    parse: (file) => [...openrcVariables(file), ...openrcCode(file)],
  },
  {
    id: "openrc_local",
    row: 36,
    technique: "T1037.004",
    doc: "Scripts of OpenRC's local service",
    trigger: "boot",
    runsAs: "root",
    paths: { alpine: ["/etc/local.d/*.{start,stop}"] },
    parse: (file) =>
      parseExecutable(file).map((entry) => (file.name.endsWith(".stop") ? { ...entry, trigger: "shutdown" } : entry)),
  },
  {
    id: "openrc_user",
    row: 37,
    technique: "T1543",
    doc: "OpenRC services of users",
    trigger: "login",
    runsAs: "*",
    paths: { alpine: ["/etc/user/init.d/*", "~/.config/rc/init.d/*", "~/.config/rc/runlevels/*/*"] },
    parse: parseExecutable,
  },
  {
    id: "runit",
    row: 38,
    technique: "T1543",
    doc: "runit services and stages",
    trigger: "boot",
    runsAs: "root",
    paths: {
      void: [
        "/etc/{sv,service}/*/{run,finish,check}",
        "/etc/sv/*/log/run",
        "/var/service/*/{run,finish}",
        "/etc/runit/runsvdir/*/*/{run,finish}",
        "/etc/runit/{1,2,3}",
        "/etc/runit/{1,2,3}.d/*",
        "/etc/runit/core-services/*.sh",
        "~/service/*/run",
      ],
    },
    parse: (file) =>
      file.path.startsWith("/etc/runit/core-services/")
        ? parseExecutable(file).map((entry) => ({ ...entry, state: "enabled" as const }))
        : parseExecutable(file),
  },
  {
    id: "s6",
    row: 39,
    technique: "T1543",
    doc: "s6, dinit and daemontools services",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/etc/s6/{sv,service}/*/run",
        "/etc/s6-rc/source/*/{run,up}",
        "/etc/s6-overlay/s6-rc.d/*/{run,up}",
        "/etc/{services.d,cont-init.d}/*/run",
        "/run/service/*/run",
        "/service/*/run",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "dinit",
    row: 39,
    technique: "T1543",
    doc: "dinit services",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/{etc,usr/lib,usr/local/lib}/dinit.d/*", "~/.config/dinit.d/*"] },
    parse: (file) => dinitCommands(file).map((entry) => ({ ...entry, ...dinitUser(file) })),
  },
];

/** `key = value`, `key: value` or, for more of it, `key += value`. Source: dinit-service(5). */
const dinitCommands = linesMatching({
  match: /^\s*(?<key>command|stop-command|env-file)\s*(?:\+?=|:)\s*(?:"(?<command>[^"]+)"$|(?<program>\S.*)$)/,
  continued: true,
});

function dinitUser({ text }: EntryFile): { runsAs?: string } {
  const user = /^[ \t]*run-as[ \t]*[=:][ \t]*(\S+)/m.exec(text)?.[1];
  return user === undefined ? {} : { runsAs: user };
}

const inittabLines = linesMatching({
  match:
    /^(?<name>[^:#]*):[^:]*:(?<key>respawn|wait|once|boot|bootwait|sysinit|ondemand|ctrlaltdel|kbrequest|powerfail|powerfailnow|powerokwait|powerwait|shutdown|restart|askfirst|off):(?<command>.+)$/,
});

const OPENRC_VARIABLE =
  /^\s*(?:export\s+)?(?<key>command|command_args|\w+_command|\w*_(?:pre|post)(?:start|stop)\w*|start_stop_daemon_args|LD_\w+|PATH)\s*=\s*["']?(?<command>[^"'\n]+)["']?/i;

const openrcVariables = linesMatching({ match: OPENRC_VARIABLE });

/** Other lines that start something: the file is sourced by root's shell. */
function openrcCode(file: EntryFile): Entry[] {
  return parseShellScript(file.text)
    .filter(({ text }) => !OPENRC_VARIABLE.test(text))
    .map(({ line, text }) => ({ line, command: text, raw: text }));
}

/** `exec`, and what stands in script blocks, as the user that `setuid` names. Source: init(5) of Upstart. */
function parseUpstart(file: EntryFile): Entry[] {
  const single = linesMatching({ match: /^\s*(?:(?<key>(?:pre|post)-(?:start|stop))\s+)?exec\s+(?<command>\S.*)$/ })(
    file,
  );
  const blocks = [
    ...file.text.matchAll(
      /^[ \t]*(?:(?<key>(?:pre|post)-(?:start|stop))\s+)?script[ \t]*\n(?<body>[\s\S]*?)^[ \t]*end script/gm,
    ),
  ];
  const user = /^[ \t]*setuid\s+(\S+)/m.exec(file.text)?.[1];
  return [
    ...single,
    ...blocks.map(({ groups }) => ({ key: groups?.["key"] ?? "script", command: (groups?.["body"] ?? "").trim() })),
  ].map((entry) => (user === undefined ? entry : { ...entry, runsAs: user }));
}
