import { parseAutostart } from "../entries/desktop.ts";
import { parseExecutable } from "../entries/executable.ts";
import { linesMatching } from "../entries/lines.ts";
import { iniCommands, jsonCommands } from "../entries/more.ts";
import { parseSourced } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

/** Display managers, window managers, launchers. */
export const DESKTOP_MANAGERS: readonly Mechanism[] = [
  {
    id: "display_manager",
    row: 45,
    technique: "T1037",
    doc: "Scripts of display managers",
    trigger: "graphical_login",
    runsAs: "root",
    paths: {
      any: [
        "/etc/{gdm,gdm3}/{Init,PostLogin,PreSession,PostSession}/*",
        "/etc/X11/xdm/{Xsetup,Xstartup,Xreset,Xsession}*",
      ],
    },
    parse: parseExecutable,
  },
  {
    id: "display_manager_config",
    row: 45,
    technique: "T1037",
    doc: "Commands in the configuration of lightdm and sddm",
    trigger: "graphical_login",
    runsAs: "root",
    paths: {
      any: [
        "/etc/lightdm/lightdm.conf",
        "/{etc,usr/share}/lightdm/lightdm.conf.d/*.conf",
        "/etc/sddm.conf",
        "/{etc,usr/lib}/sddm.conf.d/*.conf",
      ],
    },
    parse: iniCommands(
      /^(.*-script|.*-wrapper|.*-command|DisplayCommand|DisplayStopCommand|SessionCommand|.*Command)$/,
    ),
  },
  {
    id: "session_entry",
    row: 45,
    technique: "T1037",
    doc: "Sessions that a display manager offers",
    trigger: "graphical_login",
    runsAs: "*",
    paths: { any: ["/usr/{share,local/share}/{xsessions,wayland-sessions}/*.desktop"] },
    parse: parseAutostart,
  },
  {
    id: "window_manager",
    row: 46,
    technique: "T1547",
    doc: "Start files of window managers",
    trigger: "graphical_login",
    runsAs: "*",
    paths: {
      any: [
        "~/.config/{openbox,labwc}/autostart",
        "/etc/xdg/{openbox,labwc}/autostart",
        "~/.fluxbox/startup",
        "~/.config/bspwm/bspwmrc",
        "~/.config/herbstluftwm/autostart",
        "~/.xmonad/xmonad-session-rc",
      ],
    },
    parse: parseSourced,
  },
  {
    id: "window_manager_config",
    row: 46,
    technique: "T1547",
    doc: "exec lines of window managers",
    trigger: "graphical_login",
    runsAs: "*",
    paths: {
      any: [
        "~/.config/{i3,sway}/config",
        "~/.i3/config",
        "/etc/{i3,sway}/config",
        "~/.config/hypr/*.conf",
        "~/.config/{i3,sway}/config.d/*",
        "~/.config/{lxsession,LXSession}/*/autostart",
        "/etc/xdg/lxsession/*/autostart",
        "~/.config/awesome/rc.lua",
      ],
    },
    parse: linesMatching({
      match:
        /^\s*(?:(?<key>exec(?:_always|-once|-shutdown)?)(?:\s*=\s*|\s+)(?:--no-startup-id\s+)?|@|(?:\S.*)?\bspawn(?:\.once|\.with_shell)?\(["'])(?<command>[^\n]*?)(?:["']\))?$/,
    }),
  },
  {
    id: "launcher",
    row: 47,
    technique: "T1547",
    doc: "Launchers",
    trigger: "user_click",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "~/.local/share/applications/*.desktop",
        "/usr/{share,local/share}/applications/*.desktop",
        "~/Desktop/*.desktop",
      ],
    },
    parse: parseAutostart,
  },
  {
    id: "browser_policy",
    row: 49,
    technique: "T1176.001",
    doc: "Browser extensions, policies and native messaging hosts",
    trigger: "application_start",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "/etc/{opt/chrome,chromium,chromium-browser,opt/edge}/{policies/managed,native-messaging-hosts}/*.json",
        "/etc/firefox/policies/*.json",
        "/usr/lib{,64}/mozilla/native-messaging-hosts/*.json",
        "~/.mozilla/native-messaging-hosts/*.json",
        "~/.config/{google-chrome,chromium}/NativeMessagingHosts/*.json",
        "~/.config/{google-chrome,chromium}/*/Extensions/*/*/manifest.json",
      ],
    },
    parse: jsonCommands(/^(path|install_url|ExtensionInstallForcelist|name)$/),
  },
];
