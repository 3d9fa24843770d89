import type { HostError } from "../contract/host-reader.ts";
import { decodeLossless } from "../text/lossless.ts";

const ERRNOS: Readonly<Record<string, string>> = {
  "Permission denied": "EACCES",
  "Operation not permitted": "EPERM",
  "No such file or directory": "ENOENT",
  "Not a directory": "ENOTDIR",
  "Input/output error": "EIO",
  "Stale file handle": "ESTALE",
  "Too many levels of symbolic links": "ELOOP",
  "Transport endpoint is not connected": "ENOTCONN",
  "File name too long": "ENAMETOOLONG",
  "Too many open files": "EMFILE",
};

/**
 * One line that `find` wrote to stderr, as an error.
 *
 * Shape:  `find: '/root/a\nb\377': Permission denied` in the C locale; the name escaped as in C.
 * Errors: null for an empty line; a line of another shape is an `EIO` of no path.
 */
export function parseComplaint(line: string): HostError | null {
  if (line === "") return null;
  const match = /^[^']*: '(.*)'.*: ([^:]+)$/.exec(line);
  const path = match?.[1] === undefined ? "" : unescapeC(match[1]);
  return { op: "find", path, errno: ERRNOS[match?.[2] ?? ""] ?? "EIO" };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v" };

function unescapeC(text: string): string {
  const bytes = text.replace(/\\([0-7]{3}|.)/gs, (_, code: string) =>
    code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8) & 0xff) : (ESCAPES[code] ?? code),
  );
  return decodeLossless(Buffer.from(bytes, "latin1"));
}
