/** What `npm test` does, in order. */
import { root } from "../stamp.mjs";
import { checkChangesets, checkOwners, checkReadmes, checkRegistries } from "./house-rules.ts";
import { type Outcome, outcomeOf, run } from "./run.ts";
import { checkVersions } from "./versions.ts";

/** One check of the whole repository, counted as one test. */
export interface Step {
  name: string;
  check: () => Promise<Outcome> | Outcome;
}

/** Every package's task of this name, two at a time; a failure stops what needs its result, or nothing at all. */
export function turbo(task: string, onFailure: "dependencies-successful" | "always"): Promise<Outcome> {
  return run("turbo", [
    "run",
    task,
    "--concurrency=2",
    `--continue=${onFailure}`,
    "--output-logs=errors-only",
    "--log-order=grouped",
  ]);
}

export const STEPS: readonly Step[] = [
  { name: "format", check: () => run("biome", ["check", "--error-on-warnings", "--max-diagnostics=none"]) },
  { name: "build", check: () => turbo("build", "dependencies-successful") },
  { name: "typecheck", check: () => turbo("typecheck", "dependencies-successful") },
  { name: "lint", check: () => turbo("lint", "dependencies-successful") },
  { name: "walls", check: () => run("depcruise", ["--config", ".dependency-cruiser.mjs", "packages", "apps", "docs"]) },
  { name: "unused code", check: () => run("knip", []) },
  { name: "packages", check: () => turbo("pack", "dependencies-successful") },
  {
    name: "registries",
    check: async () =>
      outcomeOf(checkRegistries(root, (await run("npm", ["config", "get", "registry"])).output.trim())),
  },
  { name: "owners", check: () => outcomeOf(checkOwners(root)) },
  { name: "changesets", check: () => outcomeOf(checkChangesets(root)) },
  { name: "versions", check: () => outcomeOf(checkVersions(root)) },
  { name: "readmes", check: () => outcomeOf(checkReadmes(root)) },
  { name: "schemas", check: () => run("node", ["--conditions=@livetriage/source", "tools/schema.ts", "--check"]) },
];
