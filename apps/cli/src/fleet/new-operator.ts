import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  type KeyPolicy,
  KeyPolicySchema,
  type OperatorKeyFile,
  OperatorKeyFileSchema,
  type OperatorPublicFile,
  OperatorPublicFileSchema,
  PAYLOAD_TYPES,
  type SignedDocument,
  signDocument,
} from "@livetriage/proto-types";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { toOperatorKey } from "./policy/change-policy.ts";

/** Both halves of a new operator. */
export interface NewOperator {
  readonly secret: OperatorKeyFile;
  readonly open: OperatorPublicFile;
}

/** Keys for an operator, and the first key policy of a fleet, in which he alone may command. */
export async function newOperator(name: string, fleetId: string): Promise<NewOperator> {
  const signing = generateKeyPairSync("ed25519");
  const tls = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const identity = await generateX25519Identity();
  const open = create(OperatorPublicFileSchema, {
    name,
    signingKey: spki(signing.publicKey),
    tlsKey: spki(tls.publicKey),
    recipient: await identityToRecipient(identity),
  });
  return {
    secret: create(OperatorKeyFileSchema, {
      name,
      signingKey: pkcs8(signing.privateKey),
      tlsKey: pkcs8(tls.privateKey),
      identity,
    }),
    open: { ...open, keyPolicy: firstPolicy(open, fleetId, signing.privateKey) },
  };
}

function firstPolicy(operator: OperatorPublicFile, fleetId: string, root: KeyObject): SignedDocument {
  const policy: KeyPolicy = create(KeyPolicySchema, {
    version: 1n,
    fleetId,
    operators: [toOperatorKey(operator)],
    signersForNamed: 1,
    signersForMany: 1,
  });
  return signDocument(PAYLOAD_TYPES.keyPolicy, toBinary(KeyPolicySchema, policy), root);
}

const pkcs8 = (key: KeyObject): Uint8Array => key.export({ type: "pkcs8", format: "der" });
const spki = (key: KeyObject): Uint8Array => key.export({ type: "spki", format: "der" });
