import type { MemEntries } from "@livetriage/triage-core/testing";
import { executable, type Plant, plantOne } from "./plant.ts";

const LOGIN = ["ssh_login", "*"] as const;
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKKKK";

/** A plant of which a file at a usual place names another one elsewhere. */
function included(
  mechanism: string,
  when: readonly [string, string],
  files: MemEntries,
  command: string | null,
  more: Parameters<typeof plantOne>[4] = {},
): Plant {
  const [from, named] = Object.entries(files);
  if (from === undefined || named === undefined) throw new Error("two files are needed");
  return {
    ...plantOne(mechanism, when, named, command, more, { [from[0]]: from[1] }),
    name: `${mechanism}: ${named[0]} by ${from[0]}`,
    trap: true,
  };
}

/** Files that are read because others name them. */
export const INCLUSION_PLANTS: readonly Plant[] = [
  included(
    "sshd_config",
    LOGIN,
    {
      "/etc/ssh/sshd_config.d/a.conf": "Include /opt/ssh/*.conf\n",
      "/opt/ssh/x.conf": "Match User a\n ForceCommand /opt/x\n",
    },
    "/opt/x",
    { key: "ForceCommand", line: 2 },
  ),
  included(
    "authorized_keys",
    ["ssh_login", "alice"],
    { "/etc/ssh/sshd_config": "AuthorizedKeysFile /var/keys/%u\n", "/var/keys/alice": `command="/opt/k" ${KEY} x\n` },
    "/opt/k",
    { name: "x" },
  ),
  included(
    "authorized_keys",
    ["ssh_login", "alice"],
    { "/etc/ssh/sshd_config": "AuthorizedKeysFile .ssh/other none\n", "/home/alice/.ssh/other": `${KEY} y\r\n` },
    null,
    { name: "y" },
  ),
  included(
    "ssh_config",
    ["ssh_use", "alice"],
    { "/home/alice/.ssh/config": "Include work/*\n", "/home/alice/.ssh/work/a": "Host *\n  ProxyCommand /opt/p %h\n" },
    "/opt/p %h",
    { key: "ProxyCommand" },
  ),
  included(
    "sudoers",
    ["sudo", "bob"],
    { "/etc/sudoers": "#include /opt/sudoers\n", "/opt/sudoers": "bob ALL=(ALL) NOPASSWD: /opt/s\n" },
    "/opt/s",
    { key: "NOPASSWD: " },
  ),
  included(
    "sudoers",
    ["sudo", "bob"],
    { "/etc/sudoers": "@includedir /opt/sudo\n", "/opt/sudo/x": "bob ALL=(ALL) \\\n  /opt/s2\n" },
    "/opt/s2",
  ),
  included(
    "pam",
    ["authentication", "root"],
    { "/etc/pam.d/x": "@include /opt/pam\n", "/opt/pam": "auth required pam_exec.so quiet /opt/e\n" },
    "/opt/e",
    { argv: ["/opt/e"], key: "auth" },
  ),
  included(
    "rsyslog",
    ["log_line", "root"],
    {
      "/etc/rsyslog.conf": "$IncludeConfig /opt/rsyslog/*.conf\n",
      "/opt/rsyslog/a.conf": "$ActionOMProgBinary /opt/o\n",
    },
    "/opt/o",
    { key: "ActionOMProgBinary" },
  ),
  included(
    "logrotate",
    ["timer", "root"],
    { "/etc/logrotate.conf": "include /opt/rotate\n", "/opt/rotate/x": "/x {\npostrotate\n/opt/r\nendscript\n}\n" },
    "/opt/r",
    { key: "postrotate", line: 2 },
  ),
  included(
    "ld_so_path",
    ["exec", "*"],
    { "/etc/ld.so.conf": "include /opt/ld/*.conf\n", "/opt/ld/x.conf": "/opt/lib\n" },
    "/opt/lib",
  ),
  included(
    "supervisor",
    ["boot", "alice"],
    {
      "/etc/supervisor/supervisord.conf": "[include]\nfiles = more/*.ini\n",
      "/etc/supervisor/more/x.ini": "[program:x]\ncommand=/opt/v -a\nuser=alice\n",
    },
    "/opt/v -a",
    { key: "command", name: "program:x" },
  ),
  included(
    "xinetd",
    ["connection", "nobody"],
    {
      "/etc/xinetd.conf": "includedir /opt/xinetd\n",
      "/opt/xinetd/x": "service x\n{\nuser = nobody\nserver = /opt/i\n}\n",
    },
    "/opt/i",
    { argv: ["/opt/i"] },
  ),
  included(
    "autofs_program",
    ["mount_access", "root"],
    { "/etc/auto.master": "/data /opt/map\n", "/opt/map": executable("#!/bin/sh\n") },
    "/opt/map",
    { argv: ["/opt/map"] },
  ),
  included(
    "zsh",
    ["shell", "alice"],
    { "/home/alice/.zshenv": "export ZDOTDIR=$HOME/.z\n", "/home/alice/.z/.zshrc": "/opt/z &\n" },
    "/opt/z &",
  ),
  included(
    "apt_hook",
    ["package_operation", "root"],
    { "/etc/apt/apt.conf": 'Dir::Etc::Parts "/opt/apt";\n', "/opt/apt/x": 'DPkg::Post-Invoke { "/opt/a"; };\n' },
    "/opt/a",
    { key: "DPkg::Post-Invoke" },
  ),
  included(
    "kubernetes_manifest",
    ["boot", "root"],
    {
      "/var/lib/kubelet/config.yaml": "staticPodPath: /opt/pods\n",
      "/opt/pods/x.json": '{"spec":{"containers":[{"command":["/opt/c","-x"]}]}}',
    },
    "/opt/c -x",
    { argv: ["/opt/c", "-x"], key: "command" },
  ),
  {
    name: "inclusions that turn in a circle, leave the root or name everything end by themselves",
    files: { "/etc/sudoers": "@include sudoers\n@include ../../x\n@includedir /\n@include /*/*/*/*/*\n" },
    trap: true,
    expect: [
      {
        mechanism: "sudoers",
        path: "/etc/sudoers",
        trigger: "sudo",
        runs_as: "*",
        command: "@include sudoers",
        argv: null,
        state: "enabled",
      },
    ],
  },
  included(
    "interfaces",
    ["network_event", "root"],
    { "/etc/network/interfaces": "source-directory /opt/net\n", "/opt/net/x": "iface a inet manual\n  up /opt/x\n" },
    "/opt/x",
    { key: "up" },
  ),
  included(
    "pacman_hook",
    ["package_operation", "root"],
    { "/etc/pacman.conf": "[options]\nHookDir = /opt/hooks/\n", "/opt/hooks/x.hook": "[Action]\nExec = /opt/x\n" },
    "/opt/x",
    { key: "Exec", argv: ["/opt/x"] },
  ),
  included(
    "dnf_plugin",
    ["package_operation", "root"],
    { "/etc/dnf/dnf.conf": "[main]\npluginpath=/opt/plugins\n", "/opt/plugins/x.py": "" },
    "/opt/plugins/x.py",
  ),
  included(
    "git_config",
    ["tool_use", "alice"],
    {
      "/home/alice/.gitconfig": "[include]\n\tpath = ~/.work\n",
      "/home/alice/.work": "[core]\n\tpager = /opt/x\n",
    },
    "/opt/x",
    { key: "pager" },
  ),
];
