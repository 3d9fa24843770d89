import { parseDecimal, splitLines } from "@livetriage/triage-core/text";

/** One line of passwd, without what could be a password. */
export interface PasswdLine {
  readonly line: number;
  readonly name: string;
  readonly uid: number | null;
  readonly gid: number | null;
  readonly home: string;
  readonly shell: string;
}

/** Parse passwd. Source: passwd(5). */
export function parsePasswd(text: string): PasswdLine[] {
  return splitLines(text).flatMap((raw, index) => {
    const [name, , uid, gid, , home, shell] = raw.split(":");
    if (name === undefined || name === "" || name.startsWith("#") || uid === undefined || shell === undefined)
      return [];
    return [{ line: index + 1, name, uid: parseDecimal(uid), gid: parseDecimal(gid ?? ""), home: home ?? "", shell }];
  });
}

/** What shadow says of an account; the hash itself is never kept. */
export interface ShadowLine {
  readonly line: number;
  readonly name: string;
  readonly password: "none" | "locked" | "set";
  readonly algorithm: string | null;
  /** Days since the epoch. */
  readonly lastChange: number | null;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  "1": "md5",
  "2": "bcrypt",
  "2a": "bcrypt",
  "2b": "bcrypt",
  "2y": "bcrypt",
  "5": "sha256",
  "6": "sha512",
  "7": "scrypt",
  y: "yescrypt",
  gy: "gost-yescrypt",
};

/** Parse shadow. Source: shadow(5), crypt(5). */
export function parseShadow(text: string): ShadowLine[] {
  return splitLines(text).flatMap((raw, index) => {
    const [name, hash, changed] = raw.split(":");
    if (name === undefined || name === "" || hash === undefined) return [];
    const password = hash === "" ? "none" : /^[!*]/.test(hash) ? "locked" : "set";
    const prefix = /^\$([a-z0-9]+)\$/.exec(hash)?.[1];
    const algorithm = password === "set" ? (prefix === undefined ? "des" : (ALGORITHMS[prefix] ?? "unknown")) : null;
    return [{ line: index + 1, name, password, algorithm, lastChange: parseDecimal(changed ?? "") }];
  });
}

/** One line of group. */
export interface GroupLine {
  readonly line: number;
  readonly name: string;
  readonly members: readonly string[];
}

/** Parse group. Source: group(5). */
export function parseGroup(text: string): GroupLine[] {
  return splitLines(text).flatMap((raw, index) => {
    const [name, , , members] = raw.split(":");
    if (name === undefined || members === undefined) return [];
    return [{ line: index + 1, name, members: members.split(",").filter((member) => member !== "") }];
  });
}
