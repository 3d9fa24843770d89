import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeTextFile, type JoinFile, JoinFileSchema } from "@livetriage/proto-types";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import type { SensorConfig } from "./sensor-config.ts";

/** Name of the systemd credential that may hold what a host needs to enroll. */
const CREDENTIAL = "livetriage.join";

/** Where this host finds what it needs to enroll: a systemd credential, else `join_file`; null when neither is there. */
export function findJoinFile({ join_file }: SensorConfig, env: NodeJS.ProcessEnv = process.env): string | null {
  const credentials = env["CREDENTIALS_DIRECTORY"];
  const places = [...(credentials === undefined ? [] : [join(credentials, CREDENTIAL)]), join_file];
  return places.find((path) => existsSync(path)) ?? null;
}

/** What an operator gave this host. */
export function readJoinFile(path: string): JoinFile {
  const decoded = decodeTextFile(JoinFileSchema, textOf(path));
  if (!decoded.ok) throw new Exit(EXIT.noInput, `${path}: ${decoded.problem}`);
  return decoded.value;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Exit(EXIT.noInput, `${path} cannot be read (${reasonOf(error)})`);
  }
}
