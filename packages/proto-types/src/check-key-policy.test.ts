import { expect, test } from "vitest";
import { ALICE, BOB, KEYS, NOW_MS, POLICY, policyDocument } from "../test/documents.ts";
import { checkKeyPolicy } from "./check-key-policy.ts";

const facts = { rootKey: KEYS.root.publicKey, fleetId: "fleet-1", version: 3n, nowMs: NOW_MS };

test("a policy that the root key signed is followed, of this version or a higher one", () => {
  expect(checkKeyPolicy(policyDocument(), facts)).toMatchObject({ ok: true, value: POLICY });
  expect(checkKeyPolicy(policyDocument({ version: 4n, expiresAtMs: BigInt(NOW_MS + 1) }), facts).ok).toBe(true);
});

test.each([
  ["the key policy is not signed by the fleet's root key", policyDocument({}, KEYS.alice.privateKey)],
  ["the key policy is not signed by the fleet's root key", { ...policyDocument(), payloadType: "other" }],
  ["the key policy is for the fleet fleet-2", policyDocument({ fleetId: "fleet-2" })],
  ["the key policy has version 2, and 3 is in force", policyDocument({ version: 2n })],
  ["the key policy has expired", policyDocument({ expiresAtMs: BigInt(NOW_MS) })],
  ["version is 0", policyDocument({ version: 0n })],
  ["operators are missing", policyDocument({ operators: [] })],
  ["more than 64 operators", policyDocument({ operators: Array.from({ length: 65 }, () => ALICE) })],
  [
    "an operator's name is not a-z, 0-9, dot, dash or underscore",
    policyDocument({ operators: [{ ...ALICE, name: "a b" }, BOB] }),
  ],
  [
    "an operator's public key is not 32 bytes",
    policyDocument({ operators: [{ ...ALICE, publicKey: new Uint8Array(31) }, BOB] }),
  ],
  [
    "an operator's TLS key is longer than 256 bytes",
    policyDocument({ operators: [{ ...ALICE, tlsKey: new Uint8Array(257) }, BOB] }),
  ],
  [
    "an operator's recipient is not an age recipient",
    policyDocument({ operators: [{ ...ALICE, recipient: "age1mallory" }, BOB] }),
  ],
  ["two operators have one name", policyDocument({ operators: [ALICE, { ...BOB, name: "alice" }] })],
  ["two operators have one key", policyDocument({ operators: [ALICE, { ...ALICE, name: "bob" }] })],
  ["a command needs at least one signer", policyDocument({ signersForNamed: 0 })],
  ["more signers are asked for than there are operators", policyDocument({ signersForMany: 3 })],
])("%s", (problem, document) => {
  expect(checkKeyPolicy(document, facts)).toEqual({ ok: false, problem });
});
