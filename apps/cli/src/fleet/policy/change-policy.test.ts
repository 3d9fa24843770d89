import { decodeKeyPolicy, type KeyPolicy } from "@livetriage/proto-types";
import { expect, test } from "vitest";
import { type NewOperator, newOperator } from "../new-operator.ts";
import { changePolicy, type PolicyChanges } from "./change-policy.ts";

const alice = await newOperator("alice", "prod");
const bob = await newOperator("bob", "elsewhere");
const first = policyOf(alice);
const none: PolicyChanges = { add: [], remove: [] };

function policyOf({ open }: NewOperator): KeyPolicy {
  const decoded = decodeKeyPolicy(open.keyPolicy?.payload ?? new Uint8Array());
  if (!decoded.ok) throw new Error(decoded.problem);
  return decoded.value;
}

const names = ({ operators }: KeyPolicy) => operators.map(({ name }) => name);

test("an operator is added with all that he needs, in the next version of this fleet", () => {
  const next = changePolicy(first, { ...none, add: [bob.open], signersForMany: 2 });
  expect(next).toMatchObject({ version: 2n, fleetId: "prod", signersForNamed: 1, signersForMany: 2 });
  expect(next.operators[0]).toEqual(first.operators[0]);
  expect(next.operators[1]).toMatchObject({
    name: "bob",
    publicKey: policyOf(bob).operators[0]?.publicKey,
    tlsKey: bob.open.tlsKey,
    recipient: bob.open.recipient,
  });
  expect(names(changePolicy(next, { ...none, remove: ["bob"], signersForMany: 1 }))).toEqual(["alice"]);
});

test("new keys take the place of an operator's old ones", async () => {
  const renewed = await newOperator("alice", "elsewhere");
  const next = changePolicy(first, { ...none, add: [renewed.open] });
  expect(names(next)).toEqual(["alice"]);
  expect(next.operators[0]?.publicKey).toEqual(policyOf(renewed).operators[0]?.publicKey);
});

test.each<[string, PolicyChanges, string]>([
  ["nobody is left", { ...none, remove: ["alice"] }, "operators are missing"],
  ["more must sign than there are", { ...none, signersForNamed: 2 }, "more signers are asked for"],
  ["one leaves who is not there", { ...none, remove: ["mallory"] }, "no operator 'mallory'"],
  ["a key is none", { ...none, add: [{ ...bob.open, signingKey: new Uint8Array(9) }] }, "no key that signs commands"],
])("%s: refused before anything is signed", (_, changes, problem) => {
  expect(() => changePolicy(first, changes)).toThrow(problem);
});
