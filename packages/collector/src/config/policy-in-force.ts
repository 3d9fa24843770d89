import type { KeyObject } from "node:crypto";
import { toBinary } from "@bufbuild/protobuf";
import {
  checkKeyPolicy,
  type Decoded,
  decodeSignedDocument,
  type KeyPolicy,
  type SignedDocument,
  SignedDocumentSchema,
  spkiKey,
} from "@livetriage/proto-types";
import type { CollectorConfig } from "./collector-config.ts";

/** Who may command this fleet, as its root key has signed it last. An expired one is in force until a newer one comes. */
export class PolicyInForce {
  readonly #rootKey: KeyObject;
  readonly #fleetId: string;
  readonly #save: (bytes: Uint8Array) => Promise<void>;
  #document: SignedDocument;
  #value: KeyPolicy;

  /** Errors: an Error of one sentence when the bytes of `policy.signed` are no policy of this fleet. */
  constructor(bytes: Uint8Array, config: CollectorConfig, save: (bytes: Uint8Array) => Promise<void>) {
    this.#rootKey = spkiKey(Buffer.from(config.root_key, "base64"));
    this.#fleetId = config.fleet;
    this.#save = save;
    const document = decodeSignedDocument(bytes);
    const value = document.ok ? this.#check(document.value, 0n) : document;
    if (!document.ok || !value.ok) throw new Error(`policy.signed: ${value.ok ? "" : value.problem}`);
    this.#document = document.value;
    this.#value = value.value;
  }

  get document(): SignedDocument {
    return this.#document;
  }

  get value(): KeyPolicy {
    return this.#value;
  }

  /** Is this somebody who may ask this Collector for anything? */
  names(operator: string): boolean {
    return this.#value.operators.some(({ name }) => name === operator);
  }

  /** A policy that may follow this one, or why it may not. */
  judge(document: SignedDocument, nowMs: number): Decoded<KeyPolicy> {
    const { version } = this.#value;
    const checked = this.#check(document, version, nowMs);
    if (!checked.ok || checked.value.version > version) return checked;
    return { ok: false, problem: `version ${version} of the key policy is in force already` };
  }

  /** Makes a policy that was judged durable, then follows it. */
  async follow(document: SignedDocument, value: KeyPolicy): Promise<void> {
    await this.#save(toBinary(SignedDocumentSchema, document));
    this.#document = document;
    this.#value = value;
  }

  #check(document: SignedDocument, version: bigint, nowMs = 0): Decoded<KeyPolicy> {
    return checkKeyPolicy(document, { rootKey: this.#rootKey, fleetId: this.#fleetId, version, nowMs });
  }
}
