import { parseExecutable } from "../entries/executable.ts";
import { commandVariables, keysMatching, linesMatching } from "../entries/lines.ts";
import { parseSourced } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

/** Rare shells, and what else a login reads. */
export const LOGIN: readonly Mechanism[] = [
  {
    id: "other_shell",
    row: 58,
    technique: "T1546.004",
    doc: "elvish, xonsh, nushell, PowerShell, oil",
    trigger: "shell",
    runsAs: "*",
    paths: {
      any: [
        "~/.config/elvish/rc.elv",
        "~/.elvish/rc.elv",
        "~/.xonshrc",
        "/etc/xonsh/*",
        "/etc/xonshrc",
        "~/.config/xonsh/rc.xsh",
        "~/.config/xonsh/rc.d/*",
        "~/.config/nushell/{config,env,login}.nu",
        "~/.config/powershell/*profile.ps1",
        "/opt/microsoft/powershell/*/profile.ps1",
        "~/.config/oil/oshrc",
        "~/.config/oils/oshrc",
      ],
    },
    parse: parseSourced,
  },
  {
    id: "readline",
    row: 60,
    technique: "T1546.004",
    doc: "Readline macros",
    trigger: "key_press",
    runsAs: "*",
    paths: { any: ["/etc/inputrc", "~/.inputrc"] },
    parse: linesMatching({ match: /^\s*(?<key>"[^"]+"|[\w-]+)\s*:\s*(?<command>["'].*\\[nrCM].*)$/, setting: true }),
  },
  {
    id: "login_environment",
    row: 61,
    technique: "T1574.006",
    doc: "Environment of logins: pam_env, sshd, locale",
    trigger: "login",
    runsAs: "*",
    paths: {
      any: [
        "/etc/environment",
        "/etc/security/pam_env.conf",
        "/etc/default/locale",
        "/etc/locale.conf",
        "~/.pam_environment",
        "~/.ssh/environment",
      ],
    },
    parse: commandVariables,
  },
  {
    id: "motd",
    row: 62,
    technique: "T1037",
    doc: "Programs that make the message of the day, as root",
    trigger: "login",
    runsAs: "root",
    paths: { any: ["/etc/update-motd.d/*", "/usr/lib/update-notifier/update-motd-*", "/etc/motd.d/*"] },
    parse: parseExecutable,
  },
  {
    id: "namespace_init",
    row: 63,
    technique: "T1546",
    doc: "Script of pam_namespace",
    trigger: "login",
    runsAs: "root",
    paths: { any: ["/etc/security/namespace.init", "/etc/security/namespace.d/*.init"] },
    parse: parseExecutable,
  },
  {
    id: "acpi",
    row: 63,
    technique: "T1546",
    doc: "Actions of acpid",
    trigger: "power_event",
    runsAs: "root",
    paths: { any: ["/etc/acpi/events/*", "/usr/share/acpi-support/*.conf"] },
    parse: keysMatching("action"),
  },
];
