import { parseExecutable } from "../entries/executable.ts";
import { commandVariables, linesMatching } from "../entries/lines.ts";
import { iniCommands } from "../entries/more.ts";
import { parsePresence } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

/** What systemd runs or reads besides units. */
export const SYSTEMD_DIRECTORIES: readonly Mechanism[] = [
  {
    id: "systemd_environment_generator",
    row: 23,
    technique: "T1543.002",
    doc: "Environment generators",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/{run,etc,usr/local/lib,usr/lib,lib}/systemd/{system,user}-environment-generators/*"] },
    parse: parseExecutable,
  },
  {
    id: "environment_d",
    row: 24,
    technique: "T1574.006",
    doc: "environment.d",
    trigger: "login",
    runsAs: "*",
    paths: { any: ["/{etc,run,usr/local/lib,usr/lib}/environment.d/*.conf", "~/.config/environment.d/*.conf"] },
    parse: commandVariables,
  },
  {
    id: "systemd_manager",
    row: 25,
    technique: "T1574.006",
    doc: "Environment of systemd's managers",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: ["/etc/systemd/{system,user}.conf", "/{etc,run,usr/local/lib,usr/lib}/systemd/{system,user}.conf.d/*.conf"],
    },
    parse: iniCommands(/^(DefaultEnvironment|ManagerEnvironment|CtrlAltDelBurstAction)$/, { setting: true }),
  },
  {
    id: "systemd_sleep",
    row: 26,
    technique: "T1546",
    doc: "Sleep and shutdown hooks of systemd",
    trigger: "power_event",
    runsAs: "root",
    paths: { any: ["/{etc,usr/lib,lib}/systemd/system-{sleep,shutdown}/*"] },
    parse: parseExecutable,
  },
  {
    id: "tmpfiles",
    row: 27,
    technique: "T1547",
    doc: "tmpfiles.d lines that make a file, a link or a mode",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,run,usr/local/lib,usr/lib}/tmpfiles.d/*.conf",
        "~/.config/user-tmpfiles.d/*.conf",
        "/usr/share/user-tmpfiles.d/*.conf",
      ],
    },
    parse: linesMatching({
      match:
        /^\s*(?:(?<key>[fwFCLcb][+!=~^$-]*)\s+(?<name>\S+)\s+(?<command>\S.*)|(?<key>[zZm][+!=~^$-]*)\s+(?<command>\S+\s+[~:]*[4-7]\d{3}\b.*))$/,
      setting: true,
    }),
  },
  {
    id: "sysusers",
    row: 28,
    technique: "T1136.001",
    doc: "Accounts that sysusers.d makes at boot",
    trigger: "boot",
    runsAs: "root",
    paths: { any: ["/{etc,run,usr/local/lib,usr/lib}/sysusers.d/*.conf"] },
    parse: linesMatching({ match: /^\s*(?<key>u[!]?)\s+(?<name>\S+)\s+(?<command>\S.*)$/, setting: true }),
  },
  {
    id: "system_extension",
    row: 29,
    technique: "T1543.002",
    doc: "Portable services and images laid over /usr and /etc",
    trigger: "boot",
    runsAs: "root",
    paths: {
      any: [
        "/{etc,run,var/lib}/{extensions,confexts,portables}/*",
        "/{etc,run,var/lib}/{extensions,confexts,portables}/*/usr/lib/extension-release.d/*",
      ],
    },
    unread: true,
    parse: parsePresence,
  },
  {
    id: "networkd_dispatcher",
    row: 30,
    technique: "T1546",
    doc: "Scripts of networkd-dispatcher",
    trigger: "network_event",
    runsAs: "root",
    paths: { any: ["/{etc,usr/lib}/networkd-dispatcher/*.d/*"] },
    parse: parseExecutable,
  },
];
