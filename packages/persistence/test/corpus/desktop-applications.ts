import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { MemEntries } from "@livetriage/triage-core/testing";
import { type Expected, type Plant, plantOne } from "./plant.ts";

const MAIL = ["mail", "*"] as const;
const SHELL = { interpreter: "/bin/sh" } as const;

/** A dpkg database of one package that brings these files as they are. */
function packaged(files: Readonly<Record<string, string>>): MemEntries {
  const md5 = (content: string) => createHash("md5").update(content).digest("hex");
  const sums = Object.entries(files).map(([path, content]) => `${md5(content)}  ${path.slice(1)}\n`);
  return {
    ...files,
    "/var/lib/dpkg/info/mimes.list": `${Object.keys(files).join("\n")}\n`,
    "/var/lib/dpkg/info/mimes.md5sums": sums.join(""),
  };
}

const SOURCES = packaged({
  "/usr/lib/mime/packages/less": "text/*; less '%s'; needsterminal; priority=4\n",
  "/usr/share/applications/viewer.desktop":
    "[Desktop Entry]\nName=Viewer\nIcon=v\nExec=viewer %i %U\nMimeType=image/png;image/gif;\n[Desktop Action x]\nExec=never\n",
});

const GENERATED = `# comment
# ----- User Section Begins ----- #
# -----  User Section Ends  ----- #

###############################################################################

image/png; viewer --icon v %s; test=test -n "$DISPLAY"
image/gif; viewer --icon v %s; test=test -n "$DISPLAY"
text/*; less '%s'; needsterminal
`;

/** A database that dconf made. */
const DCONF = readFileSync(new URL("../../../../fixtures/files/dconf/user", import.meta.url));

const setting = (
  key: string,
  trigger: string,
  argv: readonly string[] | null,
  more: Partial<Expected> = {},
): Expected => ({
  mechanism: "dconf",
  path: "/home/alice/.config/dconf/user",
  key,
  trigger,
  runs_as: "alice",
  command: argv?.join(" ") ?? null,
  argv: argv === null ? null : [...argv],
  state: "enabled",
  ...more,
});
const BINDINGS = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings";
const SHELL_EXTENSIONS = "/org/gnome/shell/enabled-extensions";

/** What attachments, Flatpak's overrides and desktop settings start. */
export const DESKTOP_APPLICATION_PLANTS: readonly Plant[] = [
  {
    ...plantOne(
      "mailcap",
      MAIL,
      ["/etc/mailcap", "# x\napplication/pdf; \\\n  /opt/v %s\\; id; print=/opt/p %s; test=/opt/t\n"],
      "/opt/v %s\\; id",
      {
        ...SHELL,
        key: "view",
        name: "application/pdf",
        line: 2,
      },
    ),
    trap: true,
  },
  plantOne("mailcap", MAIL, ["/etc/mailcap", "text/x; cat %s; test=test -n 1; edit=/opt/e\n"], "/opt/e", {
    ...SHELL,
    key: "edit",
  }),
  plantOne("mailcap", MAIL, ["/etc/mailcap", "text/x; cat %s; test=/opt/t\n"], "/opt/t", { ...SHELL, key: "test" }),
  plantOne(
    "mailcap",
    MAIL,
    ["/etc/mailcap", GENERATED],
    "viewer --icon v %s",
    { provenance: "generated", rule: "update_mime", rule_checked: true },
    SOURCES,
  ),
  {
    ...plantOne(
      "mailcap",
      MAIL,
      ["/etc/mailcap", `${GENERATED}text/html; /opt/evil %s\n`],
      "/opt/evil %s",
      { provenance: "generated", rule: "update_mime", rule_checked: false },
      SOURCES,
    ),
    trap: true,
  },
  {
    ...plantOne(
      "mailcap",
      MAIL,
      ["/etc/mailcap", `${GENERATED}text/html; /opt/evil %s\n`],
      "/opt/evil %s",
      { rule_checked: false },
      { ...SOURCES, "/usr/lib/mime/packages/evil": "text/html; /opt/evil %s\n" },
    ),
    trap: true,
  },
  plantOne(
    "mailcap_source",
    MAIL,
    ["/usr/lib/mime/packages/evil", "text/html; /opt/evil %s\n"],
    "/opt/evil %s",
    { provenance: "local" },
    SOURCES,
  ),
  plantOne(
    "flatpak_override",
    ["application_start", "alice"],
    [
      "/home/alice/.local/share/flatpak/overrides/org.x.App",
      "[Context]\nfilesystems=!host;xdg-config/autostart:create;\n",
    ],
    "!host;xdg-config/autostart:create;",
    { key: "filesystems", name: "org.x.App", line: 2 },
  ),
  plantOne(
    "flatpak_override",
    ["application_start", "*"],
    [
      "/var/lib/flatpak/overrides/global",
      "[Environment]\nLD_PRELOAD=/var/tmp/x.so\nLANG=C\n[Session Bus Policy]\norg.freedesktop.Flatpak=talk\n",
    ],
    "/var/tmp/x.so",
    { key: "LD_PRELOAD", signals: ["preloads"] },
  ),
  plantOne(
    "flatpak_override",
    ["application_start", "*"],
    ["/var/lib/flatpak/overrides/global", "[Session Bus Policy]\norg.freedesktop.Flatpak=talk\n"],
    "talk",
    { key: "org.freedesktop.Flatpak" },
  ),
  {
    name: "a Flatpak override that starts nothing",
    files: {
      "/var/lib/flatpak/overrides/global":
        "[Context]\nsockets=!x11;\nfilesystems=home:ro;!host\n[Session Bus Policy]\norg.x=talk\norg.freedesktop.Flatpak=none\n",
    },
    expect: [],
    only: true,
  },
  {
    name: "dconf: key bindings, terminals, extensions of GNOME's shell",
    files: { "/home/alice/.config/dconf/user": DCONF },
    trap: true,
    only: true,
    expect: [
      setting(`${BINDINGS}/custom0/command`, "key_press", ["/home/alice/.local/x", "--go", "a b"], {
        command: '/home/alice/.local/x --go "a b"',
        name: "Terminal",
      }),
      setting(`${BINDINGS}/custom1/command`, "key_press", ["/opt/unlisted"], { state: "disabled", name: "Unlisted" }),
      setting("/org/cinnamon/desktop/keybindings/custom-keybindings/custom0/command", "key_press", ["/opt/cin"]),
      setting("/org/mate/desktop/keybindings/custom0/action", "key_press", ["/opt/mate"], { name: "M" }),
      setting("/org/gnome/desktop/default-applications/terminal/exec", "application_start", ["/opt/term"]),
      setting(
        "/org/gnome/terminal/legacy/profiles:/:b1dcc9dd-5262-4d8d-a863-c897e6d979b9/custom-command",
        "application_start",
        ["/opt/shell", "-l"],
      ),
      setting(SHELL_EXTENSIONS, "graphical_login", null, { command: "evil@example.org" }),
      setting(SHELL_EXTENSIONS, "graphical_login", null, { command: "other@x" }),
    ],
  },
  {
    name: "dconf: a file that is no database",
    files: { "/home/alice/.config/dconf/user": "x" },
    trap: true,
    expect: [
      {
        mechanism: "dconf",
        path: "/home/alice/.config/dconf/user",
        trigger: "key_press",
        runs_as: "alice",
        command: null,
        argv: null,
        state: "ignored",
      },
    ],
  },
  plantOne(
    "desktop_binding",
    ["key_press", "alice"],
    [
      "/home/alice/.config/xfce4/xfconf/xfce-perchannel-xml/xfce4-keyboard-shortcuts.xml",
      '<channel>\n<property name="commands" type="empty">\n<property name="&lt;Super&gt;t" type="string" value="/opt/k &quot;a b&quot;"/>\n</property>\n<property name="xfwm4" type="empty">\n<property name="x" type="string" value="close_window_key"/>\n',
    ],
    '/opt/k "a b"',
    { key: "<Super>t", argv: ["/opt/k", "a b"], line: 3 },
  ),
  plantOne(
    "desktop_binding",
    ["key_press", "alice"],
    ["/home/alice/.config/khotkeysrc", "[Data_1_1Actions0]\nCommandURL=/opt/kde -x\nType=COMMAND_URL\n"],
    "/opt/kde -x",
    { key: "CommandURL" },
  ),
];
