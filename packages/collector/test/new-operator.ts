import { generateKeyPairSync } from "node:crypto";
import { create, toBinary } from "@bufbuild/protobuf";
import {
  ed25519Bytes,
  encodeTextFile,
  KeyPolicySchema,
  OperatorPublicFileSchema,
  PAYLOAD_TYPES,
  signDocument,
} from "@livetriage/proto-types";

/** Any well-formed age recipient; nothing is opened in these tests. */
export const RECIPIENT = `age1${"q".repeat(58)}`;

/** An operator with new keys, who is alone in a fleet of his own. */
export function newOperator({ fleetId = "testfleet", name = "anna" }) {
  const signing = generateKeyPairSync("ed25519");
  const tls = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const policy = create(KeyPolicySchema, {
    version: 1n,
    fleetId,
    operators: [{ name, publicKey: ed25519Bytes(signing.publicKey) }],
    signersForNamed: 1,
    signersForMany: 1,
  });
  const message = create(OperatorPublicFileSchema, {
    name,
    signingKey: signing.publicKey.export({ type: "spki", format: "der" }),
    tlsKey: tls.publicKey.export({ type: "spki", format: "der" }),
    recipient: RECIPIENT,
    keyPolicy: signDocument(PAYLOAD_TYPES.keyPolicy, toBinary(KeyPolicySchema, policy), signing.privateKey),
  });
  return {
    fleetId,
    name,
    signingKey: signing.privateKey,
    tlsKey: tls.privateKey,
    policy,
    message,
    publicFile: encodeTextFile(OperatorPublicFileSchema, message),
  };
}
