import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { AuthorityChain, SignedDocument } from "@livetriage/proto-types";
import { EXIT, Exit } from "../exit.ts";
import { readAccount } from "./account.ts";
import { writeDurably } from "./durable-file.ts";
import { type HostBinding, writeKeptBinding } from "./host-binding.ts";
import {
  hasIdentity,
  identityPaths,
  type KeyPair,
  writeAuthorities,
  writeKeyPair,
  writePolicy,
} from "./identity-files.ts";
import type { SensorConfig } from "./sensor-config.ts";
import { encodeTrust, type Trust } from "./trust.ts";

/** What enrolling gave. */
export interface Enrolment {
  readonly pair: KeyPair;
  readonly policy: SignedDocument;
  /** The CAs of the fleet, where there was more than one. */
  readonly authorities: AuthorityChain | null;
  /** The host that it is for. */
  readonly host: HostBinding;
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
  { pair, policy, authorities, host }: Enrolment,
): Promise<void> {
  const { state_dir, trust_file, user } = config;
  const account = process.geteuid?.() === 0 ? readAccount(user) : null;
  mkdirSync(dirname(trust_file), { recursive: true, mode: 0o755 });
  await writeDurably(trust_file, encodeTrust(trust), 0o644);
  await writePolicy(state_dir, policy);
  if (authorities !== null) await writeAuthorities(state_dir, authorities);
  await writeKeptBinding(state_dir, host);
  await writeKeyPair(state_dir, pair);
  if (account === null) return;
  for (const path of [state_dir, ...identityPaths(state_dir)]) chownSync(path, account.uid, account.gid);
}
