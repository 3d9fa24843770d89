/** What `npm test` does, in order. */
import { root } from "../stamp.mjs";
import { checkChangesets, checkOwners, checkReadmes, checkRegistries } from "./house-rules.ts";
import { type Outcome, outcomeOf, run } from "./run.ts";

/** One check of the whole repository, counted as one test. */
export interface Step {
  name: string;
  check: () => Promise<Outcome> | Outcome;
}

/** Every package's task of this name, two at a time, all of them even when one fails. */
export function turbo(task: string): Promise<Outcome> {
  return run("turbo", [
    "run",
    task,
    "--concurrency=2",
    "--continue",
    "--output-logs=errors-only",
    "--log-order=grouped",
  ]);
}

export const STEPS: readonly Step[] = [
  { name: "format", check: () => run("biome", ["check", "--error-on-warnings", "--max-diagnostics=none"]) },
  { name: "build", check: () => turbo("build") },
  { name: "typecheck", check: () => turbo("typecheck") },
  { name: "lint", check: () => turbo("lint") },
  { name: "walls", check: () => run("depcruise", ["--config", ".dependency-cruiser.mjs", "packages", "apps", "docs"]) },
  { name: "unused code", check: () => run("knip", []) },
  { name: "packages", check: () => turbo("pack") },
  {
    name: "registries",
    check: async () =>
      outcomeOf(checkRegistries(root, (await run("npm", ["config", "get", "registry"])).output.trim())),
  },
  { name: "owners", check: () => outcomeOf(checkOwners(root)) },
  { name: "changesets", check: () => outcomeOf(checkChangesets(root)) },
  { name: "readmes", check: () => outcomeOf(checkReadmes(root)) },
  { name: "schemas", check: () => run("node", ["--conditions=@livetriage/source", "tools/schema.ts", "--check"]) },
];
