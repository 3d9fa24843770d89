import { type LosslessString, type Redact, redactText, textOf, toText } from "@livetriage/triage-core/text";
import type { ProcessNode } from "../item.ts";
import type { EnvironEntry } from "../parse/environ.ts";
import type { TellingMap } from "../parse/maps.ts";
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

/** Put the dear columns of a process into its item. */
export function putDear(item: ProcessNode, { environ, limits, maps, threadNames }: DearFacts, redact: Redact): void {
  item.detail = "full";
  putEnviron(item, environ, redact);
  item.rlimits = limits === null ? null : [...limits];
  item.maps = maps?.slice(0, MAX_MAPS).map(toMapColumn) ?? null;
  if (maps !== null && maps.length > MAX_MAPS) item.maps_dropped = maps.length - MAX_MAPS;
  item.thread_names = threadNames?.map((name) => toText(name).text) ?? null;
}

function putEnviron(item: ProcessNode, environ: DearFacts["environ"], redact: Redact): void {
  item.environ = null;
  if (environ === null) return;
  const shown = environ.slice(0, MAX_ENVIRON).map((entry) => environColumn(entry, redact));
  item.environ = shown.map(({ column }) => column);
  if (environ.length > MAX_ENVIRON) item.environ_dropped = environ.length - MAX_ENVIRON;
  const cut = shown.reduce((sum, { lost }) => sum + lost, 0);
  if (cut > 0) item.environ_dropped_bytes = cut;
}

function toMapColumn(map: TellingMap) {
  return { ...map, path: textOf(map.path), bytes: String(map.bytes) };
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
