import { parseExecutable } from "../entries/executable.ts";
import { parseFlatpakOverride } from "../entries/flatpak.ts";
import { linesMatching } from "../entries/lines.ts";
import type { Mechanism } from "./mechanism.ts";

/** What tools beside the package managers run. */
export const PACKAGE_TOOLS: readonly Mechanism[] = [
  {
    id: "package_tool_hook",
    row: 109,
    technique: "T1546.016",
    doc: "Hooks of needrestart, snap, unattended-upgrades, update-ca-certificates",
    trigger: "package_operation",
    runsAs: "root",
    paths: {
      any: [
        "/etc/needrestart/{hook,notify,restart}.d/*",
        "/var/lib/snapd/hooks/*",
        "/etc/apt/listchanges.d/*",
        "/usr/share/unattended-upgrades/hooks/*",
        "/etc/ca-certificates/update.d/*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "flatpak_override",
    row: 109,
    technique: "T1546",
    doc: "Overrides by which Flatpak applications start programs outside of their sandbox, or load others' code",
    trigger: "application_start",
    runsAs: "*",
    paths: { any: ["/var/lib/flatpak/overrides/*", "~/.local/share/flatpak/overrides/*"] },
    parse: parseFlatpakOverride,
  },
  {
    id: "needrestart_config",
    row: 109,
    technique: "T1546.016",
    doc: "needrestart's configuration, which is Perl",
    trigger: "package_operation",
    runsAs: "root",
    paths: { any: ["/etc/needrestart/needrestart.conf", "/etc/needrestart/conf.d/*.conf"] },
    parse: linesMatching({ match: /^(?<command>.*(?:\bsystem\b|\bexec\b|`|qx[({/]|\bopen\b).*)$/, setting: true }),
  },
];
