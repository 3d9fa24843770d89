import { expect, test } from "vitest";
import { z } from "zod";
import { signalFields } from "../schema/signals.ts";
import { definePhase } from "./phase.ts";
import { phaseOf } from "./phase-module.ts";

const name = z.string().describe("Name");
const phase = definePhase({
  contract: 1,
  name: "things",
  version: "0.1.0",
  schemaVersion: 1,
  doc: "Things of a host.",
  itemName: "Thing",
  item: z.object({ name, detail: z.string().describe("Detail"), ...signalFields }),
  params: z.strictObject({}),
  caps: {
    entries: { default: 1, unit: "items", doc: "Things kept" },
    bytes: { default: 1, unit: "bytes", doc: "Encoded size of all things" },
  },
  reads: ["/proc/things"],
  async *run() {},
});

test("the one phase among the exports of a module", () => {
  expect(phaseOf({ phase, MAX: 1, text: "x", nothing: null }, [])).toEqual({ ok: true, phase });
  expect(phaseOf({ phase, default: phase }, [])).toEqual({ ok: true, phase });
});

test.each([
  ["nothing", undefined, "exports no phase"],
  ["no phase", { MAX: 1 }, "exports no phase"],
  ["two phases", { phase, other: { ...phase, name: "others" } }, "exports more than one phase"],
  ["another contract", { p: { ...phase, contract: 2 } }, "is written for contract 2, this program knows contract 1"],
  ["no run", { p: { ...phase, run: undefined } }, "does not keep the contract: run: is no function"],
  ["a shape that is no schema", { p: { ...phase, item: {} } }, "does not keep the contract: item: is no zod schema"],
  [
    "caps without bytes",
    { p: { ...phase, caps: { entries: phase.caps.entries } } },
    "does not keep the contract: caps: no bytes",
  ],
  [
    "items without signals",
    { p: { ...phase, item: z.object({ name }) } },
    "does not keep the contract: item: no field signals",
  ],
  [
    "items that JSON cannot hold",
    { p: { ...phase, item: z.object({ name, size: z.bigint() }) } },
    /^does not keep the contract: no JSON Schema can say what it yields \(BigInt /,
  ],
  [
    "a name that is none",
    { p: { ...phase, name: "Things" } },
    "does not keep the contract: name Things is not kebab-case",
  ],
] as const)("a module with %s is refused", (_, exported, problem) => {
  expect(phaseOf(exported, [])).toEqual({
    ok: false,
    problem: typeof problem === "string" ? problem : expect.stringMatching(problem),
  });
});

test("a phase does not take the name of another one", () => {
  expect(phaseOf({ phase }, [{ ...phase }])).toEqual({
    ok: false,
    problem: "brings a phase things, which is there already",
  });
});
