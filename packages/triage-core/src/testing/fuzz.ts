import { readdirSync, readFileSync } from "node:fs";
import { parseRecording } from "../host/recording.ts";
import { decodeLossless, type LosslessString } from "../text/lossless.ts";
import { createMutator } from "./mutate.ts";
import { recordedHosts } from "./recorded-hosts.ts";

/** A parser: any bytes, or the same as a text, if it takes one. What it throws is a fault, and so is what takes longer than a second. */
export type FuzzTarget = (bytes: Uint8Array, text: LosslessString) => unknown;

/** The first input that a parser could not take. */
export interface FuzzFault {
  readonly input_base64: string;
  readonly problem: string;
}

/** Inputs for each parser: few every day, a million by `npm run fuzz`, or as many as `LIVETRIAGE_FUZZ_RUNS` says. */
export const FUZZ_RUNS: number = Number(
  process.env["LIVETRIAGE_FUZZ_RUNS"] ?? (process.env["LIVETRIAGE_SUITE"] === "fuzz" ? 1_000_000 : 500),
);

const MOST_MS = 1000;
const LONGEST_SEED = 512;

/** Give a parser as many inputs as asked, each a mutation of one of the seeds; the same ones every time. */
export function fuzz(target: FuzzTarget, seeds: readonly Uint8Array[], runs: number): FuzzFault | null {
  const mutate = createMutator(seeds, 1);
  for (let run = 0; run < runs; run++) {
    const input = mutate();
    const problem = problemOf(target, input);
    if (problem !== null) return { input_base64: input.toString("base64"), problem };
  }
  return null;
}

/** A loaded machine may stop us for a second; it will not do so three times for the same input. */
function problemOf(target: FuzzTarget, input: Buffer): string | null {
  for (let attempt = 1; ; attempt++) {
    const start = performance.now();
    try {
      target(input, target.length > 1 ? decodeLossless(input) : "");
    } catch (error) {
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    const took = performance.now() - start;
    if (took < MOST_MS) return null;
    if (attempt === 3) return `took ${Math.round(took)} ms`;
  }
}

/** One short file of each kind that the recorded hosts hold. */
export function fuzzSeeds(hosts: URL): Uint8Array[] {
  const kinds = new Map<string, Uint8Array>();
  for (const { recording } of recordedHosts(hosts)) {
    for (const { path, answer } of parseRecording(recording).asks) {
      for (const bytes of bytesIn(answer)) kinds.set(path.replace(/\d+/g, "N"), bytes.subarray(0, LONGEST_SEED));
    }
  }
  return [...kinds.values()].filter(({ length }) => length > 0);
}

function bytesIn(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(bytesIn) : [];
}

/** The functions that parse, by name, in the sources of a folder: each must have its target. */
export function parsersIn(folder: URL): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return files
    .flatMap((name) => [...readFileSync(new URL(name, folder), "utf8").matchAll(/^export function (parse\w+)/gm)])
    .map(([, name]) => name as string)
    .toSorted();
}
