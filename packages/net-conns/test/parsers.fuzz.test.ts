import { FUZZ_RUNS, type FuzzTarget, fuzz, fuzzSeeds, parsersIn } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { formatAddress, networkOf, scopeOf } from "../src/parse/address.ts";
import { parseColumns } from "../src/parse/columns.ts";
import { parseNetIgmp } from "../src/parse/net-igmp.ts";
import { parseNetNetlink } from "../src/parse/net-netlink.ts";
import { parseNetPacket } from "../src/parse/net-packet.ts";
import { parseNetTcp } from "../src/parse/net-tcp.ts";
import { parseNetUnix } from "../src/parse/net-unix.ts";

const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  parseColumns: (bytes) => parseColumns(bytes, 4, (columns) => columns.start(3)),
  parseNetTcp: (bytes) => [true, false].map((little_endian) => parseNetTcp(bytes, { little_endian })),
  parseNetUnix,
  parseNetIgmp,
  parseNetNetlink,
  parseNetPacket,
  formatAddress: (_bytes, text) => [formatAddress, networkOf, scopeOf].map((of) => of(text)),
};

const HOSTS = new URL("../../../fixtures/hosts/", import.meta.url);
const seeds = fuzzSeeds(HOSTS);

test("every parser has its row", () => {
  expect(Object.keys(TARGETS)).toEqual(expect.arrayContaining(parsersIn(new URL("../src/parse/", import.meta.url))));
});

test.each(Object.entries(TARGETS))("%s takes anything", { timeout: 10_800_000 }, (_name, target) => {
  expect(fuzz(target, seeds, FUZZ_RUNS)).toBeNull();
});
