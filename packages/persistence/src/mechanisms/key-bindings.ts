import { parseDconf } from "../entries/dconf.ts";
import type { Entry, EntryFile } from "../entries/entry.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { parseQuotedWords } from "../parse/quoted-words.ts";
import type { Mechanism } from "./mechanism.ts";

/** What keys start. */
export const KEY_BINDINGS: readonly Mechanism[] = [
  {
    id: "key_binding",
    row: 48,
    technique: "T1546",
    doc: "Commands bound to keys",
    trigger: "key_press",
    runsAs: "*",
    rare: true,
    paths: {
      any: ["~/.config/sxhkd/sxhkdrc", "~/.xbindkeysrc", "/etc/dconf/db/*.d/*", "~/.config/kglobalshortcutsrc"],
    },
    parse: linesMatching({
      match: /^(?:\s*(?<key>command)\s*=\s*'?|["'\t ]+)(?<command>[\w/~.$-][^'"]*)(?:['"]\s*)?$/,
    }),
  },
  {
    id: "dconf",
    row: 48,
    technique: "T1546",
    doc: "Commands of key bindings and terminals in databases of dconf, and extensions of GNOME's shell",
    trigger: "key_press",
    runsAs: "*",
    rare: true,
    paths: { any: ["~/.config/dconf/*", "/etc/dconf/db/*"] },
    parse: parseDconf,
  },
  {
    id: "desktop_binding",
    row: 48,
    technique: "T1546",
    doc: "Commands of key bindings of Xfce and KDE",
    trigger: "key_press",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "~/.config/xfce4/xfconf/xfce-perchannel-xml/xfce4-keyboard-shortcuts.xml",
        "/etc/xdg/xfce4/xfconf/xfce-perchannel-xml/xfce4-keyboard-shortcuts.xml",
        "~/.config/khotkeysrc",
      ],
    },
    parse: (file) => (file.name.endsWith(".xml") ? xfceBindings(file) : khotkeys(file)),
  },
];

const khotkeys = keysMatching("CommandURL");

const xfceProperties = linesMatching({
  match: /<property\s+name="(?<key>[^"]+)"\s+type="string"\s+value="(?<command>[^"]+)"/,
});

/** Bindings to commands; those below `xfwm4`, which come last, are to actions of the window manager. */
function xfceBindings(file: EntryFile): Entry[] {
  const actions = file.text.split("\n").findIndex((line) => line.includes('<property name="xfwm4"'));
  return xfceProperties(file).flatMap(({ line, raw, key = "", command: text }): Entry[] => {
    if (actions >= 0 && (line ?? 0) > actions) return [];
    const command = unescapeXml(text ?? "");
    const argv = parseQuotedWords(command, "glib");
    return [
      {
        line: line ?? null,
        key: unescapeXml(key),
        command,
        ...(argv === null ? {} : { argv }),
        ...(raw === undefined ? {} : { raw }),
      },
    ];
  });
}

const XML: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|amp|quot|apos);/g, (_all, name: string) => XML[name] ?? "");
}
