import { readFileSync } from "node:fs";
import { EXIT, Exit } from "../exit.ts";

/** A user of this host. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A local user by name. Source: passwd(5) */
export function readAccount(name: string): Account {
  const rows = readFileSync("/etc/passwd", "utf8").split("\n");
  const row = rows.map((line) => line.split(":")).find(([user]) => user === name);
  const [uid, gid] = [Number(row?.[2]), Number(row?.[3])];
  if (row === undefined || !Number.isInteger(uid) || !Number.isInteger(gid)) {
    throw new Exit(EXIT.config, `user: there is no local user '${name}' (useradd --system ${name})`);
  }
  if (uid === 0) throw new Exit(EXIT.config, `user: '${name}' is root, which the process with the network must not be`);
  return { uid, gid };
}
