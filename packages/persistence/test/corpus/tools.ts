import { executable, link, type Plant, plantOne, plantProgram } from "./plant.ts";

const PKG = ["package_operation", "root"] as const;
const USE = "tool_use";

/** Buses, package managers, interpreters, tools: catalogue rows 102 to 116. */
export const TOOL_PLANTS: readonly Plant[] = [
  plantOne(
    "dbus_system",
    ["bus_name", "nobody"],
    [
      "/usr/share/dbus-1/system-services/org.x.service",
      "[D-BUS Service]\nName=org.x\nExec=/opt/bus --a\nUser=nobody\nSystemdService=x.service\n",
    ],
    "/opt/bus --a",
    { argv: ["/opt/bus", "--a"], name: "org.x", activates: "x.service" },
  ),
  plantOne(
    "dbus_session",
    ["bus_name", "alice"],
    ["/home/alice/.local/share/dbus-1/services/org.y.service", "[D-BUS Service]\nName=org.y\nExec=/home/alice/.y\n"],
    "/home/alice/.y",
    { argv: ["/home/alice/.y"] },
  ),
  {
    ...plantOne(
      "apt_hook",
      PKG,
      ["/etc/apt/apt.conf.d/99x", 'APT::Update::Pre-Invoke {"/opt/apt; true";};\n'],
      "/opt/apt; true",
      { key: "APT::Update::Pre-Invoke" },
    ),
    trap: true,
  },
  plantOne(
    "apt_hook",
    PKG,
    ["/etc/apt/apt.conf", '// Pre-Invoke {"/no"};\nDPkg::Post-Invoke:: "/opt/flat";\n'],
    "/opt/flat",
    { line: 2 },
  ),
  plantOne("dpkg_hook", PKG, ["/etc/dpkg/dpkg.cfg.d/x", 'post-invoke="/opt/dp"\n'], "/opt/dp", { key: "post-invoke" }),
  plantOne("dnf_action", PKG, ["/etc/dnf/plugins/post-transaction-actions.d/x.action", "*:in:/opt/dnf\n"], "/opt/dnf", {
    key: "in",
  }),
  plantOne(
    "dnf_plugin",
    PKG,
    ["/usr/lib/python3.9/site-packages/dnf-plugins/evil.py", "x"],
    "/usr/lib/python3.9/site-packages/dnf-plugins/evil.py",
  ),
  plantOne("rpm_macro", PKG, ["/etc/rpm/macros.x", "%__x %(/opt/rpm)\n"], "%(/opt/rpm)"),
  plantProgram("zypp_plugin", PKG, "/etc/apk/commit_hooks.d/x"),
  plantOne(
    "pacman_hook",
    PKG,
    ["/etc/pacman.d/hooks/x.hook", "[Trigger]\nType = Package\n[Action]\nWhen = PostTransaction\nExec = /opt/pac -x\n"],
    "/opt/pac -x",
    { key: "Exec", line: 5, argv: ["/opt/pac", "-x"] },
  ),
  plantOne("portage", PKG, ["/etc/portage/bashrc", "/opt/pt\n"], "/opt/pt"),
  plantProgram("package_tool_hook", PKG, "/etc/needrestart/hook.d/99-x"),
  plantOne(
    "needrestart_config",
    PKG,
    ["/etc/needrestart/conf.d/x.conf", "$nrconf{x} = 1;\nsystem('/opt/nr');\n"],
    "system('/opt/nr');",
    { line: 2 },
  ),
  plantProgram("git_hook", [USE, "alice"], "/home/alice/project/.git/hooks/post-commit"),
  plantOne("git_config", [USE, "alice"], ["/home/alice/.gitconfig", "[core]\n  fsmonitor = /opt/gf\n"], "/opt/gf", {
    key: "fsmonitor",
  }),
  plantOne(
    "git_config",
    [USE, "*"],
    ["/etc/gitconfig", "[alias]\n  st = !/opt/ga; git status\n"],
    "/opt/ga; git status",
    { name: "st" },
  ),
  plantOne(
    "python_startup",
    ["interpreter_start", "*"],
    ["/usr/lib/python3/dist-packages/x.pth", "/opt/lib\nimport os; os.system('/opt/py')\n"],
    "import os; os.system('/opt/py')",
    { line: 2 },
  ),
  plantOne(
    "python_customize",
    ["interpreter_start", "*"],
    ["/usr/local/lib/python3.11/dist-packages/sitecustomize.py", "# x\nimport evil\n"],
    "/usr/local/lib/python3.11/dist-packages/sitecustomize.py",
    { commands: ["import evil"] },
  ),
  plantOne(
    "interpreter_startup",
    ["interpreter_start", "alice"],
    ["/home/alice/.Rprofile", "system('/opt/r')\n"],
    "/home/alice/.Rprofile",
    { commands: ["system('/opt/r')"] },
  ),
  plantOne(
    "interpreter_option",
    ["interpreter_start", "*"],
    ["/etc/php/8.2/apache2/conf.d/99-x.ini", "auto_prepend_file = /opt/x.php\n"],
    "/opt/x.php",
    { raw: null },
  ),
  plantOne(
    "editor",
    [USE, "alice"],
    ["/home/alice/.vimrc", '" x\nset nu\nautocmd VimEnter * :silent !/opt/vi &\n'],
    "autocmd VimEnter * :silent !/opt/vi &",
    { line: 3 },
  ),
  plantOne(
    "tool_helper",
    [USE, "alice"],
    ["/home/alice/.aws/config", "[default]\naws_secret_access_key = hunter2\ncredential_process = /opt/cp\n"],
    "/opt/cp",
    { raw: null },
  ),
  plantOne(
    "docker_helper",
    [USE, "alice"],
    ["/home/alice/.docker/config.json", '{"auths":{"x":{"auth":"c2VjcmV0"}},"credsStore":"evil"}'],
    "evil",
    { key: "credsStore", raw: null },
  ),
  plantOne("path_hijack", ["command_use", "*"], ["/usr/local/bin/sudo", executable("\x7fELF")], "/usr/local/bin/sudo"),
  plantOne(
    "diversion",
    ["command_use", "*"],
    ["/var/lib/dpkg/diversions", "/usr/bin/a\n/usr/bin/a.x\npkg\n/usr/bin/ls\n/usr/bin/ls.distrib\n:\n"],
    "/usr/bin/ls",
    { environment: ["diverted_to=/usr/bin/ls.distrib"], line: 4 },
  ),
  plantOne(
    "alternative",
    ["command_use", "*"],
    ["/etc/alternatives/editor", link("/home/eve/vi")],
    "/home/eve/vi",
    { link: "/home/eve/vi" },
    { "/home/eve/vi": executable("x") },
  ),
  plantOne(
    "package_database",
    ["command_use", "*"],
    ["/var/lib/dpkg/info/coreutils.md5sums", { content: "", mtime_ns: 2_000_000_000_000_000_000n }],
    null,
    { name: "coreutils", signals: ["package_database_changed"], provenance: "generated", rule_checked: false },
    {
      "/var/lib/dpkg/info/coreutils.list": { content: "", mtime_ns: 1_700_000_000_000_000_000n },
      "/var/lib/dpkg/info/bash.md5sums": { content: "", mtime_ns: 1_600_000_000_000_000_000n },
      "/var/lib/dpkg/info/bash.list": { content: "", mtime_ns: 1_700_000_000_000_000_000n },
    },
  ),
];
