import type { LosslessString } from "../lossless.ts";

/** Options of a program that hold a secret. */
interface ProgramOptions {
  readonly programs: string;
  /** Only behind this word: `docker login -p`. */
  readonly behind?: string;
  /** The argument behind one of these is the secret. */
  readonly next?: readonly string[];
  /** Within that argument only what is behind this: `user:secret`. */
  readonly from?: string;
  /** What stands before the secret in one argument. */
  readonly attached?: RegExp;
  /** With an option like this, the last argument is the secret. */
  readonly last?: RegExp;
}

const MYSQL = `mysql mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mysqlsh mysqlpump mysqld_safe mariadb mariadb-dump
  mariadb-admin mariadb-import mariadb-check`;
const CREDS = ["--creds", "--src-creds", "--dest-creds"];

/** Sources: the programs' manual pages. */
const TABLE: readonly ProgramOptions[] = [
  { programs: MYSQL, attached: /^-p/ },
  { programs: "sshpass", next: ["-p"], attached: /^-p/ },
  { programs: "ssh scp sftp rsync ssh-copy-id" }, // behind sshpass: their -p is another
  { programs: "curl", next: ["-u", "--user", "-U", "--proxy-user"], from: ":", attached: /^(?:-[uU]|--user=)[^:]*:/ },
  { programs: "http https xh", next: ["-a", "--auth"], from: ":" },
  { programs: "redis-cli keydb-cli valkey-cli", next: ["-a"], attached: /^-a/ },
  { programs: "ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami ldapmodrdn", next: ["-w"], attached: /^-w/ },
  { programs: "ldappasswd", next: ["-w", "-s", "-a"], attached: /^-[ws]/ },
  { programs: "openssl", next: ["-k", "-K"], attached: /^pass:/ },
  { programs: "smbclient smbget smbcacls rpcclient net winexe smbmap", next: ["-U", "--user"], from: "%" },
  { programs: "smbclient smbget smbcacls rpcclient net winexe", attached: /^(?:-U|--user=)[^%]*%/ },
  { programs: "docker podman nerdctl buildah helm oras crane regctl az cf oc", behind: "login", next: ["-p"] },
  { programs: "twine", behind: "upload", next: ["-p"] },
  { programs: "hydra medusa evil-winrm crackmapexec netexec nxc", next: ["-p"] },
  { programs: "skopeo podman buildah", next: CREDS, from: ":", attached: /^--(?:src-|dest-)?creds=[^:]*:/ },
  { programs: "kubectl oc k3s", behind: "secret", attached: /^--from-literal=[^=]*=/ },
  { programs: "htpasswd", last: /^-[a-zA-Z]*b/ },
  { programs: "wpa_passphrase", last: /./ },
  { programs: "zip unzip zipcloak", next: ["-P"], attached: /^-P/ },
  { programs: "7z 7za 7zr rar unrar", attached: /^-h?p/ },
  { programs: "mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh rdesktop", next: ["-p"] },
  { programs: "sqlcmd bcp osql ipmitool mosquitto_pub mosquitto_sub", next: ["-P"], attached: /^-P/ },
  { programs: "snmpwalk snmpget snmpset snmpbulkwalk snmptrap", next: ["-c", "-A", "-X"] },
  { programs: "xfreerdp xfreerdp3 wlfreerdp", attached: /^\/p:/ },
  { programs: "usermod useradd", next: ["-p"] },
  { programs: "nmcli iwctl", next: ["password", "--passphrase"] },
  { programs: "lftp", next: ["-u"], from: "," },
  { programs: "sqlplus rman expdp impdp sqlldr", attached: /^[\w$#]+\/(?=[^/@]+@)/ },
  { programs: "ngrok", next: ["authtoken", "add-authtoken"] },
];

/** Rows by program. */
const PROGRAMS = new Map<string, ProgramOptions[]>();
for (const row of TABLE) {
  for (const program of row.programs.split(/\s+/)) PROGRAMS.set(program, [...(PROGRAMS.get(program) ?? []), row]);
}

/** A word that is the name of one of these programs. */
const NAME = new RegExp(`(?<![\\w-])(?:${[...PROGRAMS.keys()].join("|")})(?![\\w-])`);

/** Does a text name one of these programs? */
export function namesProgram(text: LosslessString): boolean {
  return NAME.test(text);
}

/** Where in one word of a command a secret stands. */
export interface WordSpan {
  readonly word: number;
  readonly start: number;
  readonly end: number;
  /** The value of a variable, which may be a command as well. */
  readonly variable?: true;
}

/** Secrets in the words of one command, by the options of the program that they follow. */
export function secretsOfPrograms(words: readonly LosslessString[]): WordSpan[] {
  const spans: WordSpan[] = [];
  let rows: readonly ProgramOptions[] = [];
  let program = 0;
  for (const [word, text] of words.entries()) {
    const known = PROGRAMS.get(text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf("=")) + 1));
    if (known !== undefined) {
      [rows, program] = [known, word];
      continue;
    }
    for (const row of rows) {
      const start = startInWord(row, words.slice(program + 1, word), text, word === words.length - 1);
      if (start !== null && start < text.length) spans.push({ word, start, end: text.length });
    }
  }
  return spans;
}

/** Where the secret of a word begins; null when it holds none. */
function startInWord(row: ProgramOptions, before: readonly string[], text: string, isLast: boolean): number | null {
  if (row.behind !== undefined && !before.includes(row.behind)) return null;
  if (isLast && row.last !== undefined && before.some((word) => row.last?.test(word))) return 0;
  if (row.next?.includes(before.at(-1) ?? "") === true) return startBehind(row.from, text);
  return row.attached?.exec(text)?.[0].length ?? null;
}

function startBehind(separator: string | undefined, text: string): number | null {
  if (separator === undefined) return 0;
  const at = text.indexOf(separator);
  return at < 0 ? null : at + separator.length;
}
