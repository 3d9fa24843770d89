import { createHash } from "node:crypto";
import type { MemEntries } from "@livetriage/triage-core/testing";
import { type Plant, plantOne } from "./plant.ts";

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
];
