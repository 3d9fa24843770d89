import { chmodSync, chownSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SignedDocument } from "@livetriage/proto-types";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import { readAccount } from "./account.ts";
import { writeDurably } from "./durable-file.ts";
import { hasIdentity, identityPaths, type KeyPair, writeKeyPair, writePolicy } from "./identity-files.ts";
import type { SensorConfig } from "./sensor-config.ts";
import { encodeTrust, type Trust } from "./trust.ts";

/** Text of the file that an operator gave this host. */
export function readJoinText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Exit(EXIT.noInput, `${path} cannot be read (${reasonOf(error)})`);
  }
}

/** A directory of the sensor's own, before anything is asked of a Collector. */
export function prepareStateDir({ state_dir }: SensorConfig): void {
  if (hasIdentity(state_dir)) throw new Exit(EXIT.cantCreate, `this host has enrolled already (${state_dir})`);
  mkdirSync(state_dir, { recursive: true });
  chmodSync(state_dir, 0o700);
}

/** Keep what enrolling gave: the key belongs to the process with the network, whom to believe does not. */
export async function storeEnrolment(
  config: SensorConfig,
  trust: Trust,
  pair: KeyPair,
  policy: SignedDocument,
): Promise<void> {
  const { state_dir, trust_file, user } = config;
  const account = process.geteuid?.() === 0 ? readAccount(user) : null;
  mkdirSync(dirname(trust_file), { recursive: true, mode: 0o755 });
  await writeDurably(trust_file, encodeTrust(trust), 0o644);
  await writePolicy(state_dir, policy);
  await writeKeyPair(state_dir, pair);
  if (account === null) return;
  for (const path of [state_dir, ...identityPaths(state_dir)]) chownSync(path, account.uid, account.gid);
}
