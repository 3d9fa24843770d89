import { definePhase, type Registry } from "@livetriage/triage-core";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { refusal } from "../testing/refusal.ts";
import { collectRequest } from "./collect-request.ts";
import { parseCommandLine } from "./parse.ts";
import { phaseOptions, phaseParams } from "./phase-flags.ts";

const stub = (name: string, params: z.ZodType) =>
  definePhase({
    contract: 1,
    name,
    version: "0.1.0",
    schemaVersion: 1,
    doc: "",
    itemName: "Thing",
    item: z.object({}),
    params,
    caps: {
      entries: { default: 1, unit: "items", doc: "" },
      bytes: { default: 1, unit: "bytes", doc: "" },
    },
    reads: [],
    async *run() {},
  });

const registry: Registry = [
  stub(
    "files",
    z.object({
      since: z.string().optional().describe("Start").meta({ flag: "--since", value: "30d|RFC3339" }),
      paths: z.array(z.string()).default([]).describe("More places").meta({ flag: "--path", value: "DIR" }),
      everything: z.boolean().default(false).describe("All").meta({ flag: "--everything" }),
      detail: z.string().default("full").describe("Depth").meta({ flag: "--detail", value: "LEVEL" }),
      inner: z.string().optional(),
    }),
  ),
  stub(
    "procs",
    z.object({ detail: z.string().optional().describe("Depth").meta({ flag: "--detail", value: "LEVEL" }) }),
  ),
];

const options = [
  { flag: "phase", value: "NAME", many: true, doc: "" },
  { flag: "cap", value: "PHASE.CAP=N", many: true, doc: "" },
  { flag: "set", value: "PHASE.NAME=VALUE", many: true, doc: "" },
  ...phaseOptions(phaseParams(registry)),
];
const request = (...argv: string[]) =>
  collectRequest(registry, parseCommandLine({ name: "collect", options, positionals: [] }, argv));

const refused = (...argv: string[]) => refusal(() => request(...argv));

describe("flags that the phases declare", () => {
  test("appear once each, lists repeatable, switches without value", () => {
    expect(phaseOptions(phaseParams(registry))).toEqual([
      { flag: "since", value: "30d|RFC3339", many: false, doc: "Start (files)" },
      { flag: "path", value: "DIR", many: true, doc: "More places (files)" },
      { flag: "everything", doc: "All (files)" },
      { flag: "detail", value: "LEVEL", many: false, doc: "Depth (files, procs)" },
    ]);
  });

  test("reach the phases that declare them, under the param's own name", () => {
    expect(
      request("--since", "2d", "--path", "/a", "--path", "/b,c", "--everything", "--detail", "basic").params,
    ).toEqual({
      files: { since: "2d", paths: ["/a", "/b,c"], everything: true, detail: "basic" },
      procs: { detail: "basic" },
    });
  });

  test("that reach no phase that runs are refused", () => {
    const left = "which --phase leaves out";
    expect(refused("--phase", "procs", "--since", "1d")).toBe(`64 --since is for files, ${left}`);
    expect(refused("--phase", "procs", "--cap", "files.entries=1")).toBe(
      `64 --cap files.entries=1 is for files, ${left}`,
    );
    expect(refused("--phase", "procs", "--set", "files.inner=1")).toBe(`64 --set files.inner=1 is for files, ${left}`);
  });

  test("do not reach a phase that does not run", () => {
    expect(request("--phase", "procs", "--detail", "basic")).toEqual({
      phases: ["procs"],
      caps: {},
      params: { procs: { detail: "basic" } },
    });
  });
});

describe("--cap and --set", () => {
  test("set by phase and name", () => {
    expect(
      request(
        "--cap",
        "files.entries=5",
        "--set",
        "files.inner=a=b",
        "--set",
        "files.paths=/a,/b",
        "--set",
        "files.everything=false",
      ),
    ).toEqual({
      caps: { files: { entries: 5 } },
      params: { files: { inner: "a=b", paths: ["/a", "/b"], everything: false } },
    });
  });

  test.each([
    [["--phase", "fils"], "64 --phase: there is no phase 'fils', only files, procs"],
    [["--cap", "x.entries=1"], "64 --cap: there is no phase 'x', only files, procs"],
    [["--cap", "files.entrys=1"], "64 --cap: files has no cap 'entrys', only entries, bytes"],
    [["--cap", "files.entries=0"], "64 --cap files.entries=0: the value must be a whole number from 1"],
    [["--cap", "files.entries=1e3"], "64 --cap files.entries=1e3: the value must be a whole number from 1"],
    [["--cap", "entries=1"], "64 --cap takes PHASE.CAP=N, not 'entries=1'"],
    [["--set", "deep=1"], "64 --set takes PHASE.NAME=VALUE, not 'deep=1'"],
    [["--set", "procs.deep=1"], "64 --set: procs has no param 'deep', only detail"],
  ])("%j is refused", (argv, expected) => {
    expect(refused(...argv)).toBe(expected);
  });
});
