import { createHash } from "node:crypto";
import type { HostReader } from "../contract/host-reader.ts";
import { splitLines } from "../text/index.ts";

export const FIND = "/usr/bin/find";

const PRELOAD = "/etc/ld.so.preload";
const PLACES = ["/", "/usr", "/usr/bin", FIND];
const DPKG_STATUS = "/var/lib/dpkg/status";
const DPKG_SUMS = "/var/lib/dpkg/info/findutils.md5sums";
/** Of either file; what a reader may owe at a time is not much more. */
const MOST_BYTES = 1024 * 1024;
const WRITABLE_BY_OTHERS = 0o022;

/**
 * May this host's `find` be started? Null when it may, else the reason why not, in one clause.
 *
 * Everything is looked at through the reader: the program and the directories above it belong to root and nobody
 * else can write to them; it is what its package brought, where dpkg knows it; nothing is loaded into programs by
 * ld.so.preload or by our own environment.
 */
export async function distrustOfFind(
  host: HostReader,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  const loader = Object.keys(environment).find((name) => name.startsWith("LD_"));
  if (loader !== undefined) return `${loader} is set in our environment`;
  const reasons = [
    distrustOfPreload(host),
    ...PLACES.map((path) => distrustOfOwner(host, path)),
    distrustOfDigest(host),
  ];
  return (await Promise.all(reasons)).find((reason) => reason !== null) ?? null;
}

async function distrustOfPreload(host: HostReader): Promise<string | null> {
  const preload = await host.lstat(PRELOAD);
  return preload.ok || preload.error.errno !== "ENOENT" ? `${PRELOAD} is there` : null;
}

async function distrustOfOwner(host: HostReader, path: string): Promise<string | null> {
  const stat = await host.lstat(path);
  if (!stat.ok) return `${path}: ${stat.error.errno}`;
  const { type, uid, mode } = stat.value;
  if (type !== (path === FIND ? "file" : "directory")) return `${path} is a ${type}`;
  return uid === 0 && (mode & WRITABLE_BY_OTHERS) === 0 ? null : `${path} is not root's alone`;
}

/** Where there is no dpkg, there is nothing to compare with. */
async function distrustOfDigest(host: HostReader): Promise<string | null> {
  const [status, program, sums] = await Promise.all([
    host.lstat(DPKG_STATUS),
    host.readFile(FIND, { maxBytes: MOST_BYTES }),
    host.readFile(DPKG_SUMS, { maxBytes: MOST_BYTES }),
  ]);
  if (!status.ok) return null;
  if (!program.ok || !sums.ok || program.value.more) return `${FIND} cannot be compared with its package`;
  const lines = splitLines(Buffer.from(sums.value.bytes).toString("latin1"));
  const digest = createHash("md5").update(program.value.bytes).digest("hex");
  return lines.includes(`${digest}  usr/bin/find`) ? null : `${FIND} is not what its package brought`;
}
