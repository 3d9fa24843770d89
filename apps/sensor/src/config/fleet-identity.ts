import {
  type AuthorityChain,
  type CommandFacts,
  checkKeyPolicy,
  followAuthorities,
  type Identity,
  issuerOf,
  type KeyPolicy,
  readCertificates,
  type SignedDocument,
} from "@livetriage/proto-types";
import { EXIT, Exit } from "../exit.ts";
import {
  type Authorities,
  type KeyPair,
  readAuthorities,
  readIdentity,
  readKeyPair,
  readPolicy,
  writeAuthorities,
  writeKeyPair,
  writePolicy,
} from "./identity-files.ts";
import { readTrust, type Trust } from "./trust.ts";

/** What a command is judged by, but for what the sensor remembers of others. */
export type IdentityFacts = Omit<CommandFacts, "known" | "counters" | "haltedBeforeMs">;

/**
 * Who this sensor is in its fleet, and whom it obeys; what changes of it is written to disk. A newer policy and newer CAs
 * are followed also where the disk takes nothing: the promise is rejected then, and a restart asks for them again.
 */
export class FleetIdentity {
  readonly trust: Trust;
  readonly #stateDir: string;
  #identity: Identity;
  #pair: KeyPair;
  #policy: KeyPolicy;
  #authorities: Authorities;

  constructor(stateDir: string, trustFile: string) {
    this.trust = readTrust(trustFile);
    this.#stateDir = stateDir;
    this.#identity = readIdentity(stateDir, this.trust);
    this.#pair = readKeyPair(stateDir);
    this.#authorities = readAuthorities(stateDir, this.trust);
    const policy = this.#check(readPolicy(stateDir), 0n);
    if (!policy.ok) throw new Exit(EXIT.config, `${stateDir}: ${policy.problem}`);
    this.#policy = policy.value;
  }

  get pair(): KeyPair {
    return this.#pair;
  }

  /** The CAs that vouch for a Collector, PEM. */
  get caPem(): string {
    return this.#authorities.believed.map(String).join("");
  }

  /** How far the fleet's CAs are followed, for Hello; undefined while there are those of the enrolment only. */
  get authorityCount(): { certificates: number; believed: number } | undefined {
    const { chain } = this.#authorities;
    return chain === null ? undefined : { certificates: chain.certificates.length, believed: chain.believed };
  }

  /** Is the certificate of an older CA than the newest? */
  get isOfFormerAuthority(): boolean {
    const newest = this.#authorities.believed.at(-1);
    return newest !== undefined && issuerOf(this.#pair.certificate, [newest]) === undefined;
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
    this.#policy = checked.value;
    await writePolicy(this.#stateDir, document);
    return null;
  }

  /** Follow the fleet's CAs from now on; answers why not. */
  async takeAuthorities(chain: AuthorityChain): Promise<string | null> {
    const followed = followAuthorities(chain, {
      pinned: readCertificates(this.trust.caPem),
      known: this.#authorities.chain,
    });
    if (!followed.ok) return followed.problem;
    this.#authorities = { believed: followed.value, chain };
    await writeAuthorities(this.#stateDir, chain);
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
