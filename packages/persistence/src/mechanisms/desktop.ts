import { parseAutostart } from "../entries/desktop.ts";
import { parseExecutable } from "../entries/executable.ts";
import { linesMatching } from "../entries/lines.ts";
import { iniCommands } from "../entries/more.ts";
import { parseLoaded } from "../entries/presence.ts";
import { parseSourced } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

/** A user's and the system's directories of data. Source: XDG Base Directory Specification. */
const inData = (glob: string) => [`~/.local/share/${glob}`, `/usr/{share,local/share}/${glob}`];

const fileActions = iniCommands(/^Exec$/);

/** What a graphical session starts. */
export const DESKTOP: readonly Mechanism[] = [
  {
    id: "xdg_autostart",
    row: 42,
    technique: "T1547.013",
    doc: "XDG autostart",
    trigger: "graphical_login",
    runsAs: "*",
    paths: {
      any: [
        "/etc/xdg/autostart/*",
        "/usr/{,local/}etc/xdg/autostart/*",
        "/etc/xdg/xdg-*/autostart/*",
        "/usr/share/autostart/*",
        "/usr/share/{gnome,mate,xfce4}/autostart/*",
        "~/.config/autostart/*",
        "~/.local/share/autostart/*",
        "~/snap/*/current/.config/autostart/*",
      ],
    },
    parse: parseAutostart,
  },
  {
    id: "kde_script",
    row: 43,
    technique: "T1547.013",
    doc: "KDE start and shutdown scripts",
    trigger: "graphical_login",
    runsAs: "*",
    paths: {
      any: [
        "~/.config/autostart-scripts/*",
        "~/.config/plasma-workspace/{env,shutdown}/*",
        "/etc/xdg/plasma-workspace/{env,shutdown}/*",
        "~/.{kde,kde4}/{Autostart,env,shutdown}/*",
        "~/.{kde,kde4}/share/autostart/*",
      ],
    },
    parse: (file) =>
      file.name.endsWith(".desktop")
        ? parseAutostart(file)
        : parseExecutable(file).map((entry) => withTrigger(entry, file.path)),
  },
  {
    id: "x_session",
    row: 44,
    technique: "T1546.004",
    doc: "X session files",
    trigger: "graphical_login",
    runsAs: "*",
    paths: {
      any: [
        "~/.{xinitrc,xsession,xsessionrc,xprofile,Xclients,xserverrc}",
        "/etc/X11/{Xsession,Xreset}.d/*",
        "/etc/X11/{Xsession,xprofile,Xclients}",
        "/etc/X11/xinit/{xinitrc,xserverrc,Xsession,Xclients}",
        "/etc/X11/xinit/xinitrc.d/*",
        "/etc/xprofile",
        "/etc/xdg/xfce4/xinitrc",
        "~/.config/xfce4/xinitrc",
      ],
    },
    parse: parseSourced,
  },
  {
    id: "sound_server",
    row: 42,
    technique: "T1547",
    doc: "Programs and modules of their own that PulseAudio and PipeWire load",
    trigger: "graphical_login",
    runsAs: "*",
    paths: {
      any: [
        "/etc/pulse/*.pa",
        "/etc/pulse/*.pa.d/*.pa",
        "~/.config/pulse/*.pa",
        "/etc/pipewire/*.conf",
        "/etc/pipewire/*.conf.d/*.conf",
        "~/.config/pipewire/*.conf",
        "~/.config/pipewire/*.conf.d/*.conf",
      ],
    },
    parse: linesMatching({
      match: /^\s*(?<key>load-module)\s+(?<command>\/\S.*)$|^[^#]*\b(?<key>path)\s*=\s*"(?<command>\/[^"]+)"/,
    }),
  },
  {
    id: "shell_extension",
    row: 49,
    technique: "T1176",
    doc: "Extensions that GNOME's shell, KWin and Nautilus load as their own code",
    trigger: "graphical_login",
    runsAs: "*",
    rare: true,
    foreignOnly: true,
    paths: {
      any: [
        ...inData("gnome-shell/extensions/*/extension.js"),
        ...inData("kwin/scripts/*/contents/code/main.js"),
        ...inData("nautilus-python/extensions/*.py"),
      ],
    },
    parse: (file) => parseLoaded(file).map((entry) => ({ ...entry, script: true as const })),
  },
  {
    id: "file_action",
    row: 47,
    technique: "T1547",
    doc: "Thumbnailers, and what file managers offer for a file",
    trigger: "user_click",
    runsAs: "*",
    rare: true,
    foreignOnly: true,
    paths: {
      any: [
        ...inData("thumbnailers/*.thumbnailer"),
        ...inData("{kio/servicemenus,kservices5/ServiceMenus}/*.desktop"),
        "~/.local/share/nautilus/scripts/*",
      ],
    },
    parse: (file) => (file.path.includes("/nautilus/scripts/") ? parseExecutable(file) : fileActions(file)),
  },
];

/** Scripts in `env` are sourced whatever their mode, those in `shutdown` run at logout. */
function withTrigger<T extends { readonly state?: string }>(entry: T, path: string): T & { trigger?: string } {
  if (/\/env\/[^/]+$/.test(path)) return { ...entry, state: "enabled" };
  return /\/shutdown\/[^/]+$/.test(path) ? { ...entry, trigger: "logout" } : entry;
}
