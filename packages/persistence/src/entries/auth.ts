import { splitLines } from "@livetriage/triage-core/text";
import { logicalLines } from "../parse/logical-lines.ts";
import { payloadOfArgv, payloadOfShell } from "../parse/payload.ts";
import type { Entry, EntryFile } from "./entry.ts";
import { linesMatching } from "./lines.ts";

const PAM_LINE =
  /^\s*(?:\S+\s+)??-?(?<key>auth|account|password|session)\s+(?<control>\[[^\]]*\]|\w+)\s+(?<module>\S+)\s*(?<args>.*)$/i;

/** Inclusion of a file from elsewhere than PAM's own directories. */
const PAM_INCLUDE = /^\s*(?:@include|-?\w+\s+(?:include|substack))\s+(?<path>\/(?!(?:etc|usr\/lib)\/pam\.d\/)\S+)/;

/** Modules that run a program or a script of the administrator. */
const RUNNERS = /pam_(exec|script|python\d?|perl|lua)\.so$/;

/** Lines of PAM files: the module that each loads, and the program that pam_exec and its like start. */
export function parsePam(file: EntryFile): Entry[] {
  return logicalLines(file.text, true).flatMap(({ line, raw }): Entry[] => {
    const included = PAM_INCLUDE.exec(raw)?.groups?.["path"];
    if (included !== undefined)
      return [{ line, key: "include", command: included, payload: { program: included, interpreter: null }, raw }];
    const groups = /^\s*#/.test(raw) ? undefined : PAM_LINE.exec(raw)?.groups;
    if (groups === undefined) return [];
    const { key = "", control = "", module = "", args = "" } = groups;
    const words = args.trim().split(/\s+/);
    const program = RUNNERS.test(module) ? words.findIndex((word) => word.startsWith("/")) : -1;
    const common = { line, key: key.toLowerCase(), name: module, raw };
    if (program >= 0) {
      const argv = words.slice(program);
      const command = argv.join(" ");
      return [{ ...common, command, argv, payload: payloadOfArgv(argv), signals: ["pam_runs_program"] }];
    }
    if (STOCK_PAM.test(module) && !lets(key, control, module)) return [];
    const payload = module.startsWith("/") ? { program: module, interpreter: null } : null;
    return [{ ...common, command: `${module} ${args}`.trim(), payload }];
  });
}

/** Is anyone let in who comes to this line? */
function lets(key: string, control: string, module: string): boolean {
  return /^auth$/i.test(key) && /^sufficient$|success=(?:done|end)/i.test(control) && module === "pam_permit.so";
}

/** Modules that Linux-PAM itself and the distributions ship; lines that only load these start nothing of their own. */
const STOCK_PAM =
  /^pam_(access|apparmor|cap|ck_connector|cracklib|debug|deny|echo|ecryptfs|env|exec|faildelay|faillock|fprintd|filter|fscrypt|ftp|gdm|gnome_keyring|group|issue|keyinit|krb5|kwallet5?|lastlog2?|ldap|limits|listfile|localuser|loginuid|mail|mkhomedir|motd|namespace|nologin|oddjob_mkhomedir|passwdqc|permit|pkcs11|pwhistory|pwquality|rhosts|rootok|securetty|selinux|sepermit|setquota|shells|snapper|sss|stress|succeed_if|systemd(_home|_loadkey)?|tally2?|time|timestamp|tty_audit|u2f|umask|unix|usertype|warn|wheel|winbind|xauth)\.so$/;

const BROKEN_KEY = /(?:ssh|ecdsa)-\S+\s+[A-Za-z0-9+/]{12,}/;

/** A line with a key that sshd does not take as it stands, such as one whose quotes do not close. */
function brokenKey(line: number, raw: string): Entry {
  return { line, command: null, payload: null, raw, state: "ignored", context: ["malformed_line"] };
}

/** Keys of authorized_keys: what each may do, and the command that it is forced to. Source: sshd(8). */
export function parseAuthorizedKeys(file: EntryFile): Entry[] {
  return splitLines(file.text).flatMap((raw, index): Entry[] => {
    const match =
      /^\s*(?:(?<options>(?:[^\s"]|"(?:[^"\\]|\\.)*")+)\s+)?(?<type>(?:sk-)?(?:ssh|ecdsa)-\S+)\s+(?<blob>[A-Za-z0-9+/=]+)\s*(?<comment>.*)$/.exec(
        raw,
      );
    if (/^\s*#/.test(raw)) return [];
    if (match === null) return BROKEN_KEY.test(raw) ? [brokenKey(index + 1, raw)] : [];
    const { options = "", type = "", blob = "", comment = "" } = match.groups ?? {};
    const command = /(?:^|,)command="((?:[^"\\]|\\.)*)"/i.exec(options)?.[1]?.replace(/\\"/g, '"') ?? null;
    return [
      {
        line: index + 1,
        key: type,
        name: comment === "" ? `${type} …${blob.slice(-16)}` : comment,
        command,
        payload: command === null ? null : payloadOfShell(command),
        environment: [...options.matchAll(/environment="([^"]*)"/gi)].map(([, setting]) => setting as string),
        raw,
      },
    ];
  });
}

/** Rules of sudoers: what may be run without a password, what the environment keeps, what is included. */
export const parseSudoers = (file: EntryFile): Entry[] =>
  [...sudoRules(file), ...sudoDefaults(file)].map((entry) =>
    isIgnoredSudoers(file) ? { ...entry, state: "ignored" } : entry,
  );

/** sudo passes over these names in its directory. */
export function isIgnoredSudoers({ path, name }: EntryFile): boolean {
  return /\/sudoers\.d\//.test(path) && /[.]|~$/.test(name);
}

const sudoRules = linesMatching({
  match:
    /^\s*(?<user>(?!Defaults|[A-Za-z]+_Alias|[@#]include)(?:[^\s#]\S*|#\d+)(?:\s*,\s*\S+)*)\s+[^\s=,]+(?:\s*,\s*[^\s=,]+)*\s*=\s*(?:\([^)]*\)\s*)?(?<key>(?:[A-Z_]+:\s*)*)(?<command>\S.*)$/,
  comment: /^\s*#(?!\d)/,
  continued: true,
  setting: true,
});

const sudoDefaults = linesMatching({
  match:
    /^\s*(?<command>Defaults\S*\s+.*(?:env_keep|!authenticate|!requiretty|timestamp_timeout|secure_path|env_reset|editor|use_pty|badpass|passwd_tries|pam_|log_|mailerpath|askpass|noexec|sudoedit|setenv).*|[@#]include(?:dir)?\s+\S+)$/,
  comment: /^\s*#(?!include)/,
  continued: true,
  setting: true,
});
