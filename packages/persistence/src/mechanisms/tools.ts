import type { EntryFile } from "../entries/entry.ts";
import { parseExecutable } from "../entries/executable.ts";
import { inclusionsMatching } from "../entries/inclusion.ts";
import { keysMatching, linesMatching } from "../entries/lines.ts";
import { jsonCommands } from "../entries/more.ts";
import { parseLoaded, parsePresence } from "../entries/presence.ts";
import type { Mechanism } from "./mechanism.ts";

const dockerCommands = jsonCommands(/^(credsStore|hooks|cliPluginsExtraDirs)$/);

/** What interpreters and tools load when they are used. */
export const TOOLS: readonly Mechanism[] = [
  {
    id: "git_hook",
    row: 110,
    technique: "T1546",
    doc: "Hooks and commands of git",
    trigger: "tool_use",
    runsAs: "*",
    rare: true,
    paths: {
      any: ["/usr/share/git-core/templates/hooks/*", "~/.git/hooks/*", "~/*/.git/hooks/*", "/{srv,opt}/*/.git/hooks/*"],
    },
    wants: ({ type }) => type === "file",
    parse: (file) => parseExecutable(file).map((entry) => (isSample(file) ? { ...entry, state: "ignored" } : entry)),
  },
  {
    id: "git_config",
    includes: inclusionsMatching({ match: /^[ \t]*\[include[^\]\n]*\]\s*path\s*=\s*(?<path>\S+)/i, base: "~" }),
    row: 110,
    technique: "T1546",
    doc: "Commands in git's configuration",
    trigger: "tool_use",
    runsAs: "*",
    rare: true,
    paths: { any: ["/etc/gitconfig", "~/.gitconfig", "~/.config/git/config", "~/*/.git/config"] },
    parse: linesMatching({
      match:
        /^\s*(?<key>pager|fsmonitor|sshCommand|editor|hooksPath|askPass|external|textconv|clean|smudge|process|helper|gitProxy|program)\s*=\s*(?<command>\S.*)$|^\s*(?<name>\w[\w-]*)\s*=\s*!(?<program>.*)$/i,
      quiet: true,
    }),
  },
  {
    id: "editor",
    row: 113,
    technique: "T1546",
    doc: "Commands in the start files of editors, debuggers, multiplexers",
    trigger: "tool_use",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "~/.{vimrc,gvimrc,exrc,nanorc,emacs,tmux.conf,screenrc,gdbinit,lessfilter,lldbinit}",
        "/etc/vim/vimrc{,.local}",
        "/etc/vimrc",
        "/etc/{tmux.conf,screenrc,nanorc}",
        "/etc/gdb/gdbinit",
        "~/.config/nvim/init.{vim,lua}",
        "~/.config/nvim/{plugin,after/plugin,ftplugin}/*.{vim,lua}",
        "~/.config/tmux/tmux.conf",
        "~/{.emacs.d,.config/emacs}/{early-init,init}.el",
        "/etc/emacs/site-start.d/*.el",
        "~/.vim/{plugin,after/plugin,ftplugin}/*.vim",
      ],
    },
    parse: linesMatching({
      match:
        /(?<command>^\s*(?:(?:[^\s"#;][^"#;]*)?\b(?:system|systemlist|termopen|jobstart|shell-command\S*|start-process|call-process|os\.execute|io\.popen|run-shell|default-command|default-shell)\b|(?:au|autocmd)\b.*[:!]|(?::\s*)?silent!?\s+!|!|(?:platform\s+)?shell\s|run-shell|screen\s+-).*)$/,
      comment: /^\s*(?:"|#|;)/,
      setting: true,
    }),
  },
  {
    id: "tool_helper",
    row: 114,
    technique: "T1546",
    doc: "Helpers that command line tools start",
    trigger: "tool_use",
    runsAs: "*",
    rare: true,
    paths: {
      any: [
        "~/.aws/{config,cli/alias}",
        "~/.gnupg/gpg-agent.conf",
        "~/.kube/config",
        "~/.cargo/config{,.toml}",
        "~/.config/gh/config.yml",
      ],
    },
    parse: keysMatching(
      "credential_process|command|- command|runner|rustc-wrapper|linker|pager|editor|browser|pinentry-program|scdaemon-program",
      {
        quiet: true,
      },
    ),
  },
  {
    id: "docker_helper",
    row: 114,
    technique: "T1546",
    doc: "Credential helpers and plugins of the docker client",
    trigger: "tool_use",
    runsAs: "*",
    rare: true,
    paths: { any: ["~/.docker/config.json", "~/.docker/cli-plugins/*", "/usr/local/lib/docker/cli-plugins/*"] },
    parse: (file) => (file.path.includes("/cli-plugins/") ? parseExecutable(file) : dockerCommands(file)),
  },
  {
    id: "path_hijack",
    row: 115,
    technique: "T1574.007",
    doc: "Programs that stand before the system's in PATH",
    trigger: "command_use",
    runsAs: "*",
    rare: true,
    paths: { any: ["~/bin/*", "~/.local/bin/*", "/usr/local/{bin,sbin}/*"] },
    unread: true,
    parse: parseLoaded,
  },
  {
    id: "system_program",
    row: 116,
    technique: "T1554",
    doc: "Programs of the system that are not as their package brought them, or of no package",
    trigger: "command_use",
    runsAs: "*",
    unread: true,
    foreignOnly: true,
    paths: { any: ["/{usr/bin,usr/sbin,bin,sbin}/*"] },
    wants: ({ type }) => type === "file",
    parse: parseLoaded,
  },
  {
    id: "diversion",
    row: 116,
    technique: "T1554",
    doc: "Files that dpkg was told to put elsewhere, by the administrator",
    trigger: "command_use",
    runsAs: "*",
    paths: { debian: ["/var/lib/dpkg/diversions"] },
    parse: parseDiversions,
  },
  {
    id: "alternative",
    row: 116,
    technique: "T1554",
    doc: "Alternatives that lead outside the system",
    trigger: "command_use",
    runsAs: "*",
    unread: true,
    paths: { any: ["/etc/alternatives/*"] },
    parse: (file) =>
      file.real === null || !/^\/(usr|etc|lib|bin|sbin|opt|var\/lib)\//.test(file.real)
        ? parsePresence(file).map((entry) => ({ ...entry, command: file.real ?? file.link }))
        : [],
  },
];

/** Triples of lines: file, diverted to, package; `:` is the administrator. Source: dpkg-divert(1). */
function parseDiversions(file: Parameters<Mechanism["parse"]>[0]): ReturnType<Mechanism["parse"]> {
  const lines = file.text.split("\n");
  return lines.flatMap((from, index) => {
    const [to, by] = [lines[index + 1], lines[index + 2]];
    if (index % 3 !== 0 || to === undefined || by !== ":") return [];
    return [
      {
        line: index + 1,
        name: from,
        key: "local",
        command: from,
        payload: { program: from, interpreter: null },
        environment: [`diverted_to=${to}`],
      },
    ];
  });
}

function isSample({ name }: EntryFile): boolean {
  return name.endsWith(".sample");
}
