import {
  type CommandFacts,
  checkKeyPolicy,
  type Identity,
  type KeyPolicy,
  type SignedDocument,
} from "@livetriage/proto-types";
import { EXIT, Exit } from "../exit.ts";
import { type KeyPair, readIdentity, readKeyPair, readPolicy, writeKeyPair, writePolicy } from "./identity-files.ts";
import { readTrust, type Trust } from "./trust.ts";

/** What a command is judged by, but for what the sensor remembers of others. */
export type IdentityFacts = Omit<CommandFacts, "known" | "counters" | "haltedBeforeMs">;

/** Who this sensor is in its fleet, and whom it obeys; what changes of it is written to disk. */
export class FleetIdentity {
  readonly trust: Trust;
  readonly #stateDir: string;
  #identity: Identity;
  #pair: KeyPair;
  #policy: KeyPolicy;

  constructor(stateDir: string, trustFile: string) {
    this.trust = readTrust(trustFile);
    this.#stateDir = stateDir;
    this.#identity = readIdentity(stateDir, this.trust);
    this.#pair = readKeyPair(stateDir);
    const policy = this.#check(readPolicy(stateDir), 0n);
    if (!policy.ok) throw new Exit(EXIT.config, `${stateDir}: ${policy.problem}`);
    this.#policy = policy.value;
  }

  get pair(): KeyPair {
    return this.#pair;
  }

  get policyVersion(): bigint {
    return this.#policy.version;
  }

  /** What a command is judged by. */
  facts(nowMs: number): IdentityFacts {
    const { fleetId, sensorId } = this.trust;
    return { nowMs, policy: this.#policy, fleetId, sensorId, labels: this.#identity.labels };
  }

  /** Follow a newer key policy from now on; answers why not when it is none. */
  async takePolicy(document: SignedDocument): Promise<string | null> {
    const checked = this.#check(document, this.#policy.version);
    if (!checked.ok) return checked.problem;
    if (checked.value.version === this.#policy.version) return null;
    await writePolicy(this.#stateDir, document);
    this.#policy = checked.value;
    return null;
  }

  /** Go by a new key and certificate from now on. */
  async takePair(pair: KeyPair): Promise<void> {
    await writeKeyPair(this.#stateDir, pair);
    this.#pair = pair;
    this.#identity = readIdentity(this.#stateDir, this.trust);
  }

  /** An expired policy is still the one in force: every command under it is refused. */
  #check(document: SignedDocument, version: bigint) {
    const { rootKey, fleetId } = this.trust;
    return checkKeyPolicy(document, { rootKey, fleetId, version, nowMs: 0 });
  }
}
