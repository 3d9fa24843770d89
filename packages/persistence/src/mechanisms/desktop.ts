import { parseAutostart } from "../entries/desktop.ts";
import { parseExecutable } from "../entries/executable.ts";
import { parseSourced } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

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
      ],
    },
    parse: parseSourced,
  },
];

/** Scripts in `env` are sourced whatever their mode, those in `shutdown` run at logout. */
function withTrigger<T extends { readonly state?: string }>(entry: T, path: string): T & { trigger?: string } {
  if (/\/env\/[^/]+$/.test(path)) return { ...entry, state: "enabled" };
  return /\/shutdown\/[^/]+$/.test(path) ? { ...entry, trigger: "logout" } : entry;
}
