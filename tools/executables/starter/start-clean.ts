import { ownExecutable } from "@livetriage/triage-core/host";

/** What Node and OpenSSL would take from the environment. They took it already: only another start is free of it. */
const HEEDED = /^(NODE|OPENSSL)_/;

/** Start this program again without what the environment says to its Node, if it says anything. */
export function startClean(): void {
  const clean = Object.entries(process.env).filter(([name]) => !HEEDED.test(name));
  if (clean.length === Object.keys(process.env).length) return;
  const { execPath = process.execPath, args = [] } = ownExecutable()?.command ?? {};
  process.execve?.(execPath, [process.argv0, ...args, ...process.argv.slice(2)], Object.fromEntries(clean));
}
