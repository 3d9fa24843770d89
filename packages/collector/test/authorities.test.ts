import { X509Certificate } from "node:crypto";
import { create } from "@bufbuild/protobuf";
import { AuthorityChainSchema, followAuthorities, issuerOf } from "@livetriage/proto-types";
import { describe, expect, test } from "vitest";
import { createAuthority, vouchFor } from "../src/ca/authority.ts";

const NOW_MS = 1_795_435_200_000;
const newCa = () => createAuthority("fleet", NOW_MS);
const [first, second, third, stranger] = [await newCa(), await newCa(), await newCa(), await newCa()];
const certificateOf = ({ certificate }: { certificate: string }) => new X509Certificate(certificate);
const vouch = (former: typeof first, next: typeof first) => vouchFor("fleet", former, certificateOf(next), NOW_MS);

const root = certificateOf(first);
const toSecond = await vouch(first, second);
const toThird = await vouch(second, third);
const toThirdByFirst = await vouch(first, third);
const byStranger = await vouch(stranger, third);

const chain = (believed: number, ...certificates: X509Certificate[]) =>
  create(AuthorityChainSchema, { certificates: certificates.map(({ raw }) => raw), believed });
const pinned = [root];

describe("a host follows its fleet's CAs", () => {
  test.each<[string, ReturnType<typeof chain>, X509Certificate[], X509Certificate[]]>([
    ["from the first, two are believed", chain(2, root, toSecond), pinned, [root, toSecond]],
    ["from the first, it is dropped", chain(1, root, toSecond), pinned, [toSecond]],
    ["from the first over two", chain(1, root, toSecond, toThird), pinned, [toThird]],
    ["from the second, which it enrolled with", chain(1, root, toSecond, toThird), [certificateOf(second)], [toThird]],
    ["no further back than that", chain(2, root, toSecond), [certificateOf(second)], [toSecond]],
  ])("%s", (_, asked, enrolledWith, believed) => {
    const followed = followAuthorities(asked, { pinned: enrolledWith, known: null });
    expect(followed).toMatchObject({ ok: true });
    expect(followed.ok && followed.value.map(String)).toEqual(believed.map(String));
  });

  test.each<[string, ReturnType<typeof chain>, ReturnType<typeof chain> | null]>([
    ["a stranger vouches for", chain(1, root, toSecond, byStranger), null],
    ["nobody vouches for", chain(1, root, certificateOf(stranger)), null],
    ["leads from elsewhere", chain(1, certificateOf(stranger), byStranger), null],
    ["leaves one out", chain(1, root, toThird), null],
    ["believes none", chain(0, root, toSecond), null],
    ["believes more than there are", chain(3, root, toSecond), null],
    ["cannot be read", create(AuthorityChainSchema, { certificates: [new Uint8Array(7)], believed: 1 }), null],
    ["believes again whom it had dropped", chain(2, root, toSecond), chain(1, root, toSecond)],
    ["is shorter than what is followed", chain(1, root, toSecond), chain(1, root, toSecond, toThird)],
    ["goes another way", chain(1, root, toThirdByFirst), chain(2, root, toSecond)],
  ])("but none that %s", (_, asked, known) => {
    expect(followAuthorities(asked, { pinned, known })).toMatchObject({ ok: false });
  });
});

test("an issuer that was found once is none among CAs without it", () => {
  const again = certificateOf(first);
  expect(issuerOf(toSecond, [certificateOf(stranger), root])).toBe(root);
  expect(issuerOf(toSecond, [certificateOf(stranger)])).toBeUndefined();
  expect(issuerOf(toSecond, [again])).toBe(again);
  expect(issuerOf(byStranger, [root])).toBeUndefined();
});
