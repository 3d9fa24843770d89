import { FUZZ_RUNS, type FuzzTarget, fuzz, fuzzSeeds, parsersIn } from "@livetriage/triage-core/testing";
import { expect, test } from "vitest";
import { parseFdInfo } from "../src/parse/fdinfo.ts";
import { parseInterpreter, parseMagic } from "../src/parse/magic.ts";

const TARGETS: Readonly<Record<string, FuzzTarget>> = {
  parseFdInfo,
  parseInterpreter,
  parseMagic,
};

const HOSTS = new URL("../../../fixtures/hosts/", import.meta.url);
const seeds = fuzzSeeds(HOSTS);

test("every parser has its row", () => {
  expect(Object.keys(TARGETS)).toEqual(expect.arrayContaining(parsersIn(new URL("../src/parse/", import.meta.url))));
});

test.each(Object.entries(TARGETS))("%s takes anything", { timeout: 10_800_000 }, (_name, target) => {
  expect(fuzz(target, seeds, FUZZ_RUNS)).toBeNull();
});
