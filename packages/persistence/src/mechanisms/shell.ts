import type { Entry, EntryFile } from "../entries/entry.ts";
import { type Inclusion, inclusionsMatching } from "../entries/inclusion.ts";
import { linesMatching } from "../entries/lines.ts";
import { parseSkeleton } from "../entries/skeleton.ts";
import { parseSourced, parseTraps } from "../entries/sourced.ts";
import type { Mechanism } from "./mechanism.ts";

const sourced = { technique: "T1546.004", trigger: "shell", runsAs: "*", parse: parseShellFile } as const;

const zshDotDirectory = inclusionsMatching({
  match: /^[ \t]*(?:export\s+)?ZDOTDIR=["']?(?<path>[~$/][^\s"';]*)/,
  base: "~",
  directory: true,
});

/** The five files that zsh reads from `$ZDOTDIR`. */
function zshDirectory(file: EntryFile): Inclusion[] {
  return zshDotDirectory(file).map(({ glob }) => ({ glob: `${glob.slice(0, -1)}.z*` }));
}

/** Some of the files are read only when a login begins or ends, by their names. */
function parseShellFile(file: EntryFile): Entry[] {
  const trigger = file.name.endsWith("logout") ? "logout" : /(?:profile|login)$/.test(file.name) ? "login" : null;
  return parseSourced(file).map((entry) => (trigger === null ? entry : { ...entry, trigger }));
}

/** /etc/profile takes the files of profile.d by their ending. */
function parseProfile(file: EntryFile): Entry[] {
  const ignored = file.path.includes("/profile.d/") && !/\.(?:\w*sh|local)$/.test(file.name);
  return parseSourced(file).map((entry) => (ignored ? { ...entry, state: "ignored" } : entry));
}

/** Universal variables through which a value becomes a command. */
const fishVariables = linesMatching({
  match: /^SETUVAR (?:--\w+ )*(?<key>LD_\w+|PATH|fish_user_paths|EDITOR|PAGER):(?<command>.*)$/,
  setting: true,
});

/** Files that shells read when they start and end. */
const SHELL_FILES: readonly Mechanism[] = [
  {
    ...sourced,
    id: "profile",
    row: 50,
    doc: "/etc/profile and profile.d",
    trigger: "login",
    paths: {
      any: ["/etc/profile", "/etc/profile.d/*", "/usr/etc/profile", "/usr/etc/profile.d/*"],
      suse: ["/etc/profile.local"],
    },
    parse: parseProfile,
  },
  {
    ...sourced,
    id: "bash_system",
    row: 51,
    doc: "bash, for all users",
    paths: {
      any: [
        "/etc/bash.{bashrc,bash_logout}",
        "/etc/bash_completion.d/*",
        "/usr/local/share/bash-completion/completions/*",
      ],
      rhel: ["/etc/bashrc"],
      suse: ["/etc/bash.bashrc.local"],
      gentoo: ["/etc/bash/bashrc", "/etc/bash/bashrc.d/*", "/etc/bash/bash_logout"],
    },
  },
  {
    ...sourced,
    id: "bash_user",
    row: 52,
    doc: "bash and POSIX shells, per user",
    paths: {
      any: [
        "~/.{bashrc,bash_profile,bash_login,profile,bash_logout,bash_aliases,bash_completion,bash_functions}",
        "~/.config/bash_completion",
        "~/.{bashrc.d,bash_completion.d,profile.d}/*",
        "~/.local/share/bash-completion/completions/*",
      ],
    },
  },
  {
    ...sourced,
    id: "zsh",
    includes: zshDirectory,
    row: 54,
    doc: "zsh",
    paths: {
      any: [
        "~/.{zshenv,zprofile,zshrc,zlogin,zlogout}",
        "~/.config/zsh/.{zshenv,zprofile,zshrc,zlogin,zlogout}",
        "~/.oh-my-zsh/custom/*.zsh",
      ],
      debian: ["/etc/zsh/{zshenv,zprofile,zshrc,zlogin,zlogout,newuser.zshrc.recommended}"],
      rhel: ["/etc/{zshenv,zprofile,zshrc,zlogin,zlogout}"],
    },
  },
  {
    ...sourced,
    id: "csh",
    row: 55,
    doc: "csh and tcsh",
    paths: {
      any: [
        "/etc/csh.{cshrc,login,logout}",
        "/etc/csh/*",
        "/etc/csh/login.d/*",
        "~/.{cshrc,tcshrc,login,logout,cshdirs}",
      ],
    },
  },
  {
    ...sourced,
    id: "ksh",
    row: 56,
    doc: "ksh, mksh, ash",
    paths: {
      any: ["/etc/{ksh.kshrc,kshrc,mkshrc,skel/.mkshrc}", "/etc/suid_profile", "~/.{kshrc,mkshrc,shrc,shinit,ashrc}"],
    },
  },
  {
    ...sourced,
    id: "fish",
    row: 57,
    doc: "fish",
    paths: {
      any: [
        "/etc/fish/config.fish",
        "/etc/fish/{conf.d,functions}/*.fish",
        "~/.config/fish/config.fish",
        "~/.config/fish/{conf.d,functions,completions}/*.fish",
        "~/.config/fish/fish_variables",
        "/usr/{share,local/share}/fish/vendor_{conf,functions}.d/*",
      ],
    },
    parse: (file) => (file.name === "fish_variables" ? fishVariables(file) : parseSourced(file)),
  },
  {
    ...sourced,
    id: "skeleton",
    row: 59,
    doc: "Files that every new home gets",
    trigger: "account_creation",
    paths: { any: ["/etc/skel/.*", "/etc/skel/.*/**/*", "/usr/etc/skel/.*"] },
    parse: parseSkeleton,
  },
];

/** Places of all these mechanisms, family by family. */
function allPaths(): Mechanism["paths"] {
  const families = [...new Set(SHELL_FILES.flatMap(({ paths }) => Object.keys(paths)))] as (keyof Mechanism["paths"])[];
  return Object.fromEntries(
    families.map((family) => [family, SHELL_FILES.flatMap(({ paths }) => paths[family] ?? [])]),
  );
}

/** Shells: their files, and the traps in them. */
export const SHELL: readonly Mechanism[] = [
  ...SHELL_FILES,
  {
    ...sourced,
    id: "shell_trap",
    row: 53,
    technique: "T1546.005",
    doc: "trap commands in shell files",
    trigger: "signal",
    paths: allPaths(),
    parse: parseTraps,
  },
];
