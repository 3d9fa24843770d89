import { ownExecutable } from "@livetriage/triage-core/host";

/** What Node and OpenSSL would take from the environment. They took it already: only another start is free of it. */
const HEEDED = /^(NODE|OPENSSL)_/;

/** Start this program again without what the environment says to its Node, and with what its C library is to heed. */
export function startClean(heeded: Readonly<Record<string, string>>): void {
  const own = process.env;
  const clean = Object.entries(own).filter(([name]) => !HEEDED.test(name));
  const lacks = Object.entries(heeded).some(([name, value]) => own[name] !== value);
  if (!lacks && clean.length === Object.keys(own).length) return;
  const { execPath = process.execPath, args = [] } = ownExecutable()?.command ?? {};
  const environment = { ...Object.fromEntries(clean), ...heeded };
  process.execve?.(execPath, [process.argv0, ...args, ...process.argv.slice(2)], environment);
}
