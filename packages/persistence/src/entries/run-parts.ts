import type { Entry, EntryFile } from "./entry.ts";
import { executableEntry, parseExecutable } from "./executable.ts";

/** What run-parts and cron of Debian take; they skip other names. Source: run-parts(8), cron(8). */
export const DEBIAN_NAME = /^[A-Za-z0-9_-]+$/;

/** Is the file on Debian, or what is made of it? */
export function isDebian({ distribution }: EntryFile): boolean {
  return distribution.includes("debian") || distribution.includes("ubuntu");
}

/**
 * A program of a directory that run-parts runs: it must be executable, and Debian's takes no dot in a name.
 *
 * Source: run-parts(8); RHEL's run-parts of crontabs skips `*~`, `*,`, `*.rpm*`, `*.swp`, `*.cfsaved`.
 */
export function parseRunParts(file: EntryFile): Entry[] {
  const strict = isDebian(file) || file.distribution.includes("alpine");
  const runs = strict ? DEBIAN_NAME.test(file.name) : !/[~,]$|\.(rpm\w*|swp|cfsaved)$|^\./.test(file.name);
  return runs ? parseExecutable(file) : [executableEntry(file, "ignored")];
}

/**
 * A program of a directory that Debian gives to run-parts, and others to scripts of their own.
 *
 * Source: `/etc/ppp/ip-up` of Debian's ppp.
 */
export function parseDebianRunParts(file: EntryFile): Entry[] {
  return isDebian(file) && !DEBIAN_NAME.test(file.name) ? [executableEntry(file, "ignored")] : parseExecutable(file);
}
