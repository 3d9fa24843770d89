import type { Ack } from "./workload.ts";

/** Something that a process did to the files of one directory. */
export type DiskOperation =
  | { readonly what: "create" | "remove" | "sync"; readonly name: string }
  | { readonly what: "write"; readonly name: string; readonly position: number; readonly bytes: Buffer }
  | { readonly what: "truncate"; readonly name: string; readonly length: number }
  /** All names in the directory are as they are. */
  | { readonly what: "sync-names" }
  | { readonly what: "ack"; readonly ack: Ack };

/** `strace -f -y -xx`: every string in hex, descriptors with their path. */
const CALL = /^(\d+) +(\w+)\((.*)$/;
const RESUMED = /^(\d+) +<\.\.\. \w+ resumed>(.*)$/;
const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const FD_PATH = /^(\d+)<((?:\\x[0-9a-f]{2})*)>/;

/**
 * The operations on files below a directory, and what was written on fd 1.
 *
 * A write counts from its beginning, a sync from its end. SQLite's `-shm` is left out: it goes with the process.
 */
export function parseTrace(trace: string, directory: string): DiskOperation[] {
  const operations: DiskOperation[] = [];
  const lengths = new Map<string, number>();
  const pending = new Map<string, DiskOperation>();
  for (const line of trace.split("\n")) {
    const resumed = RESUMED.exec(line);
    if (resumed !== null) {
      const waited = pending.get(resumed[1] ?? "");
      if (waited !== undefined) operations.push(waited);
      pending.delete(resumed[1] ?? "");
      continue;
    }
    const [, pid = "", call = "", rest = ""] = CALL.exec(line) ?? [];
    for (const operation of operationsOf(call, rest, directory, lengths)) {
      const isUnfinished = rest.includes("<unfinished");
      const isSync = operation.what === "sync" || operation.what === "sync-names";
      if (isUnfinished && isSync) pending.set(pid, operation);
      else operations.push(operation);
    }
  }
  return operations;
}

function operationsOf(call: string, rest: string, directory: string, lengths: Map<string, number>): DiskOperation[] {
  const fd = FD_PATH.exec(rest);
  const bytes = Buffer.concat([...rest.matchAll(STRING)].map(([, hex]) => unhex(hex ?? "")));
  if (call === "write" && fd?.[1] === "1") return acksOf(bytes.toString());
  const path = fd === null ? bytes.toString() : unhex(fd[2] ?? "").toString();
  if (path === directory || path === `${directory}/segments`) return call === "fsync" ? [{ what: "sync-names" }] : [];
  if (!path.startsWith(`${directory}/`) || path.endsWith("-shm")) return [];
  return operationOn(path.slice(directory.length + 1), call, rest, bytes, lengths);
}

function operationOn(
  name: string,
  call: string,
  rest: string,
  bytes: Buffer,
  lengths: Map<string, number>,
): DiskOperation[] {
  switch (call) {
    case "openat":
      return rest.includes("O_CREAT") && !lengths.has(name) ? created(name, lengths) : [];
    case "unlink":
      return lengths.delete(name) ? [{ what: "remove", name }] : [];
    case "fsync":
    case "fdatasync":
      return [{ what: "sync", name }];
    case "ftruncate":
      return [{ what: "truncate", name, length: lastNumber(rest) }];
    case "pwrite64":
      return [{ what: "write", name, position: lastNumber(rest), bytes }];
    case "write":
    case "writev":
      return appended(name, bytes, lengths);
    case "close":
      return [];
    default:
      return fail(`${call} on ${name} is not known`);
  }
}

function created(name: string, lengths: Map<string, number>): DiskOperation[] {
  lengths.set(name, 0);
  return [{ what: "create", name }];
}

function appended(name: string, bytes: Buffer, lengths: Map<string, number>): DiskOperation[] {
  const position = lengths.get(name) ?? 0;
  lengths.set(name, position + bytes.length);
  return [{ what: "write", name, position, bytes }];
}

function acksOf(lines: string): DiskOperation[] {
  return lines.split("\n").flatMap((line) => (line === "" ? [] : [{ what: "ack", ack: JSON.parse(line) as Ack }]));
}

/** The last argument of a call: `…, 4096, 32) = 4096`, or `…, 4096, 32 <unfinished ...>`. */
function lastNumber(rest: string): number {
  const [, number] = /, (\d+)(?:\) += |\s*<unfinished)/.exec(rest) ?? fail(`no number in ${rest.slice(-80)}`);
  return Number(number);
}

function unhex(text: string): Buffer {
  return Buffer.from(text.replaceAll("\\x", ""), "hex");
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
