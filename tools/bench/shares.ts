import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../stamp.mjs";
import { processorTime } from "./processor-time.ts";

/** A profile as V8 writes it. Units: microseconds. */
interface Profile {
  readonly nodes: readonly Node[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface Node {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly children?: readonly number[];
}

/** What the main process does, by the sources that do it; functions of Node and V8 count for who called them. */
const WORK: readonly (readonly [name: string, sources: RegExp])[] = [
  ["parsing", /\/parse\/|\/triage-core\/src\/(?:reader|text)\//],
  ["encoding", /\/run\/(?:encode|fit-items|shrink-item|item-check)\.ts|\/delivery\/|internal\/crypto\/hash/],
  ["asking", /\/triage-core\/src\/host\//],
];
const REST = "choosing and making rows";
const GARBAGE = "collecting garbage";

/** From here on it is no start any more. */
const BEGIN = /\/run\/run-collection\.ts$/;

/**
 * Where the processor time of a collection goes, in percent of all: start-up and reading are measured on the command as it
 * is built; the rest of the main process is divided as a profile of its sources shows.
 */
export async function sharesOf(
  command: readonly [string, ...string[]],
  startUp: readonly [string, ...string[]],
  args: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { main, others } = await processorTime(command);
  const start = (await processorTime(startUp)).main;
  const work = divide(profileOf(args));
  const sampled = [...work.values()].reduce((sum, time) => sum + time, 0);
  const percent = 100 / (main + others);
  return new Map([
    ["start-up", start * percent],
    ["reading (the readers)", others * percent],
    ...[...work].map(([name, time]) => [name, (time / sampled) * (main - start) * percent] as const),
  ]);
}

function profileOf(args: readonly string[]): Profile {
  const folder = mkdtempSync(join(tmpdir(), "livetriage-profile-"));
  const flags = ["--conditions=@livetriage/source", "--cpu-prof", `--cpu-prof-dir=${folder}`];
  try {
    spawnSync(process.execPath, [...flags, join(root, "bench/from-source.ts"), ...args], { stdio: "ignore" });
    const [file = ""] = readdirSync(folder);
    return JSON.parse(readFileSync(join(folder, file), "utf8")) as Profile;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Busy time since the collection began, by kind of work. */
function divide({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id] as const)));
  const sourcesOf = (id: number | undefined): string[] =>
    id === undefined ? [] : [byId.get(id)?.callFrame.url ?? "", ...sourcesOf(parents.get(id))];
  const work = new Map<string, number>();
  let hasBegun = false;
  samples.forEach((id, i) => {
    const name = byId.get(id)?.callFrame.functionName ?? "";
    const sources = sourcesOf(id);
    hasBegun ||= sources.some((url) => BEGIN.test(url));
    if (!hasBegun || name === "(idle)") return;
    const kind = name === "(garbage collector)" ? GARBAGE : kindOf(sources);
    work.set(kind, (work.get(kind) ?? 0) + (timeDeltas[i] ?? 0));
  });
  return work;
}

function kindOf(sources: readonly string[]): string {
  for (const url of sources) {
    const found = WORK.find(([, own]) => own.test(url));
    if (found !== undefined) return found[0];
    if (/\/(?:packages|apps)\//.test(url)) return REST;
  }
  return REST;
}
