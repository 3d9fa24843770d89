import { type LosslessString, type Redact, redactText, toText } from "@livetriage/triage-core/text";
import type { EnvironEntry } from "../parse/environ.ts";
import type { DearFacts } from "../process.ts";

const MAX_ENVIRON = 128;
const MAX_VALUE = 512;
const MAX_MAPS = 32;

const PROXY = /_proxy$/i;

/** Variables whose values hunts need; secrets in them are still taken out by rule. */
const CLEAR = new Set(
  `PATH SSH_CONNECTION SSH_CLIENT SSH_TTY SUDO_USER SUDO_UID SUDO_COMMAND USER LOGNAME HOME PWD OLDPWD SHELL HISTFILE
  HISTSIZE HISTCONTROL BASH_ENV ENV PROMPT_COMMAND IFS PYTHONPATH PYTHONSTARTUP PERL5OPT PERL5LIB RUBYOPT NODE_OPTIONS
  JAVA_TOOL_OPTIONS GCONV_PATH TMPDIR XDG_SESSION_ID INVOCATION_ID KUBERNETES_SERVICE_HOST HOSTNAME container
  http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY`.split(/\s+/),
);

/** The dear columns of a process. */
export function fullColumns(dear: DearFacts, redact: Redact) {
  const { environ, limits, maps, threadNames } = dear;
  const kept = environ?.slice(0, MAX_ENVIRON);
  const shown = kept?.map((entry) => environColumn(entry, redact));
  const cut = shown?.reduce((sum, { lost }) => sum + lost, 0) ?? 0;
  return {
    environ: shown === undefined ? null : shown.map(({ column }) => column),
    ...(environ !== null && environ.length > MAX_ENVIRON ? { environ_dropped: environ.length - MAX_ENVIRON } : {}),
    ...(cut > 0 ? { environ_dropped_bytes: cut } : {}),
    rlimits: limits === null ? null : [...limits],
    maps:
      maps === null
        ? null
        : maps.slice(0, MAX_MAPS).map((map) => ({ ...map, path: textOf(map.path), bytes: String(map.bytes) })),
    ...(maps !== null && maps.length > MAX_MAPS ? { maps_dropped: maps.length - MAX_MAPS } : {}),
    thread_names: threadNames === null ? null : threadNames.map((name) => toText(name).text),
  };
}

/** One variable, and how many bytes of its value were cut. */
function environColumn({ name, value }: EnvironEntry, redact: Redact) {
  if (value === null) return { column: { name: cutText(redactText(name, redact).text), value }, lost: 0 };
  const shown = shownValue(name, value, redact);
  return { column: { name: cutText(name), value: cutText(shown) }, lost: Math.max(0, shown.length - MAX_VALUE) };
}

function shownValue(name: LosslessString, value: LosslessString, redact: Redact): LosslessString {
  const isClear = value === "" || name.startsWith("LD_") || CLEAR.has(name);
  if (!isClear) return redactText(redact(value), redact).text;
  const cut = PROXY.test(name) ? cutProxyUser(value, redact) : value;
  return cut === value ? redactText(value, redact).text : cut;
}

/** What stands before the name of a proxy is a secret but for the user, also where there is no scheme or no user. */
function cutProxyUser(value: LosslessString, redact: Redact): LosslessString {
  return value.replace(/(^(?:[\w+.-]+:\/\/)?(?:[^:@/]*:)?)([^]+)@/, (_, before: string, secret: string) => {
    return `${before}${redact(secret)}@`;
  });
}

function cutText(text: LosslessString): string {
  return toText(text.slice(0, MAX_VALUE)).text.toWellFormed();
}

function textOf(path: LosslessString | null): string | null {
  return path === null ? null : toText(path).text;
}
