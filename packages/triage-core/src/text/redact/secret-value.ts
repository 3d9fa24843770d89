import type { LosslessString } from "../lossless.ts";

/** What stands under a secret's name and is none: a switch, a variable, a place, an address, a name service. */
const NO_SECRET: readonly RegExp[] = [
  /^$/,
  /^\[redacted:/,
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|default|prompt|ask|stdin|required|optional|-)$/i,
  /^(?:files|compat|db|sss|systemd|nis|nisplus|ldap|winbind|hesiod)$/,
  /^\$$|^\$\{?\w+\}?(?:$|\/)/,
  /^\$\{\w+:?[-?=+]/,
  /^\$?\(|^`|^\{\{|^<[^>]*>$|^%[a-zA-Z%]$/,
  /^[a-z][a-z\d+.-]*:\/\//i,
  /^(?:file|env|fd):/,
  /^(?:~|\.{1,2})?\/(?:etc|tmp|var|usr|opt|home|root|run|srv|mnt|media|dev|proc|sys|bin|sbin|lib|lib64|boot|data|app)(?:\/|$)/,
  /^(?:~|\.{1,2})\//,
  /^\*+$|^x+$/,
];

/** What only a shell needs. */
const OF_SHELL = /[|<>;&`]|\$\(/;
const NETWORK_DEVICE = /\/dev\/(?:tcp|udp)\//;

/** Does this stand for a value instead of being one? */
export function isPlaceholder(value: LosslessString): boolean {
  return NO_SECRET.some((pattern) => pattern.test(value));
}

/** May this value, under the name of a secret, be one? */
export function isSecretValue(value: LosslessString): boolean {
  return !isPlaceholder(value) && !isCommand(value);
}

/** A quoted text with blanks and what only a shell needs is a command, and evidence. */
function isCommand(value: LosslessString): boolean {
  const blank = value.search(/\s/);
  if (blank < 0) return false;
  return OF_SHELL.test(value) || NETWORK_DEVICE.test(value.slice(blank));
}
