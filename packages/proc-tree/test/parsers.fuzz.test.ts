import { FUZZ_RUNS, type FuzzTarget, fuzz, fuzzSeeds, parsersIn } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { parseCapabilityMask } from "../src/parse/capability-mask.ts";
import { parseCmdline } from "../src/parse/cmdline.ts";
import { parseEnviron } from "../src/parse/environ.ts";
import { parseFdinfo } from "../src/parse/fdinfo.ts";
import { parseInet, parsePacketInodes } from "../src/parse/inet.ts";
import { parseLimits } from "../src/parse/limits.ts";
import { parseMaps } from "../src/parse/maps.ts";
import { parseStat } from "../src/parse/stat.ts";
import { parseStatus, parseStatusHead } from "../src/parse/status.ts";
import { parseTtyDrivers } from "../src/parse/tty-drivers.ts";

const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  parseCapabilityMask: (_bytes, text) => parseCapabilityMask(text),
  parseCmdline: (bytes) => [true, false].map((cut) => parseCmdline(bytes, cut)),
  parseEnviron: (bytes) => [true, false].map((cut) => parseEnviron(bytes, cut)),
  parseFdinfo: (_bytes, text) => parseFdinfo(text),
  parseInet: (_bytes, text) => [true, false].map((littleEndian) => parseInet(text, littleEndian)),
  parsePacketInodes: (_bytes, text) => parsePacketInodes(text),
  parseLimits: (_bytes, text) => parseLimits(text),
  parseMaps,
  parseStat,
  parseStatus,
  parseStatusHead,
  parseTtyDrivers: (_bytes, text) => parseTtyDrivers(text),
};

const HOSTS = new URL("../../../fixtures/hosts/", import.meta.url);
const seeds = fuzzSeeds(HOSTS);

test("every parser has its row", () => {
  expect(Object.keys(TARGETS)).toEqual(expect.arrayContaining(parsersIn(new URL("../src/parse/", import.meta.url))));
});

test.each(Object.entries(TARGETS))("%s takes anything", { timeout: 10_800_000 }, (_name, target) => {
  expect(fuzz(target, seeds, FUZZ_RUNS)).toBeNull();
});
