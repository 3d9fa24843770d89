import type { Entry, EntryFile } from "./entries/entry.ts";

/** Ids of signals and context, with what they mean: the README's table. */
export const SIGNALS = {
  entry_writable_by_others: "Someone other than root and the user that it runs as may write the entry's file",
  target_writable_by_others: "Someone other than root and the user that it runs as may write the program",
  owner_not_root: "The file is in a system place and belongs to another user",
  target_in_temporary_directory: "The program is below /tmp, /var/tmp, /dev/shm or /run/user",
  target_hidden: "A component of the program's path begins with a dot, outside the usual dot-directories of homes",
  entry_hidden: "The entry's file begins with a dot where files are not expected to",
  downloads: "The command fetches something and hands it to an interpreter",
  opens_network: "The command opens /dev/tcp, /dev/udp or a netcat with a program",
  decodes: "The command decodes something and runs it",
  preloads: "A library is put into other programs: LD_PRELOAD, LD_AUDIT",
  control_characters: "The entry holds control characters that repaint a terminal",
  padded: "The command stands behind a long run of blanks",
  hidden_module: "Only one of /proc/modules and /sys/module shows the loaded kernel module",
  package_database_changed:
    "A file of the package database is newer than the unpacking of its package, or of no package",
  second_root: "An account besides root has uid 0",
  no_password: "The account needs no password",
  pam_runs_program: "PAM runs a program at authentication",
  not_regular: "A FIFO, device or socket stands where a file belongs",
} as const;

export const CONTEXT = {
  target_missing: "The program is not on disk",
  system_account_with_shell: "A system account has a login shell",
  malformed_line: "The line does not have the form of its file and is ignored or breaks the file",
  file_truncated: "The file is longer than what was read of it",
  shadowed_by_user: "A user's file of this name replaces it for that user",
  try_exec_missing: "TryExec names a program that is not there, so the entry is off",
  tainting_module: "The module taints the kernel: out of tree, unsigned, forced",
  unsigned_package: "The package has no signature, where most packages of its database have one",
  inferred_user: "The user is not in passwd; the name is that of a home, a crontab or a login",
} as const;

export type SignalId = keyof typeof SIGNALS;

const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm|run\/user|run\/shm)\//;
const HIDDEN = /\/\.[^./]/;
/** Directories and files of a home whose names begin with a dot as a rule. */
const USUAL_IN_HOME =
  /^(\/home\/[^/]+|\/root)\/\.(?:(?:config|local|cache|ssh|oh-my-zsh|nvm|cargo|rbenv|pyenv|sdkman|kde4?|vscode|npm)\/|(?:dircolors|bash\w*|profile|zsh\w*|xsession\w*|xinitrc|aliases)$)/;
const DOWNLOAD =
  /\b(?:curl|wget|fetch|lwp-request|aria2c)\b[^|;&\n]{0,400}\|\s*(?:[\w./]{0,40}\/)?(?:sudo\s+)?(?:ba|da|z|k|a)?(?:sh|python[\d.]*|perl|ruby|node|php)\b/;
const NETWORK =
  /\/dev\/(?:tcp|udp)\/|\b(?:nc|ncat|netcat)\b[^\n]{0,200}\s-(?:[a-z]{0,8}[ec]\b|-exec\b)|\bsocat\b[^\n]{0,400}\bexec:/i;
const DECODE =
  /\b(?:base64|base32|openssl\s+(?:enc|base64)|xxd|uudecode)\b[^\n]{0,200}-(?:d|-decode|r)\b[^\n]{0,400}(?:\||\)|`)/;
/** As a shell, pam_env and csh or fish set a variable. */
const PRELOAD = /\bLD_(?:PRELOAD|AUDIT|LIBRARY_PATH)(?:(?:[ \t]+(?:DEFAULT|OVERRIDE))?\s*=\s*\S|[ \t:]+["']?[/$~])/;
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]|\r(?!\n|$)/;

/** Longest text that is searched whole; of a longer one its two ends. */
const SEARCHED = 65_536;

/** What the words of an entry say. */
export function signalsOfText(entry: Entry): SignalId[] {
  const words = [
    entry.command ?? "",
    entry.raw ?? "",
    ...(entry.commands?.() ?? []),
    ...(entry.environment ?? []),
  ].join("\n");
  const text = words.length > 2 * SEARCHED ? `${words.slice(0, SEARCHED)}\n${words.slice(-SEARCHED)}` : words;
  const rules: [SignalId, RegExp][] = [
    ["downloads", DOWNLOAD],
    ["opens_network", NETWORK],
    ["decodes", DECODE],
    ["preloads", PRELOAD],
    ["control_characters", CONTROL],
    ["padded", /[ \t]{120}/],
  ];
  return rules.filter(([, rule]) => rule.test(text)).map(([id]) => id);
}

/** What the path of a program says. */
export function signalsOfTarget(path: string): SignalId[] {
  const rules: [SignalId, RegExp][] = [
    ["target_in_temporary_directory", TEMPORARY],
    ["target_hidden", HIDDEN],
  ];
  const plain = path.replace(USUAL_IN_HOME, "$1/");
  return rules.filter(([, rule]) => rule.test(plain)).map(([id]) => id);
}

/** What the name of the entry's own file says, in system directories. */
export function isHiddenEntry(file: EntryFile): boolean {
  return (
    file.home === null &&
    file.name.startsWith(".") &&
    !/^\.(placeholder|keep|gitkeep|SEQ|lockfile)$/.test(file.name) &&
    !file.path.includes("/skel/")
  );
}
