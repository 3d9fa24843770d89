/** What `npm test` does, in order. */
import { root } from "../stamp.mjs";
import { checkChangesets, checkInstallScripts, checkOwners, checkReadmes, checkRegistries } from "./house-rules.ts";
import { checkLinks } from "./links.ts";
import { type Outcome, outcomeOf, run } from "./run.ts";
import { checkVersions } from "./versions.ts";

/** Parts of `npm test` that CI runs side by side; the tests themselves are the part `test`. */
export const JOBS = ["build", "lint", "package", "test"] as const;
export type Job = (typeof JOBS)[number];

/** One check of the whole repository, counted as one test. */
export interface Step {
  name: string;
  job: Job;
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
  {
    name: "format",
    job: "lint",
    check: () => run("biome", ["check", "--error-on-warnings", "--max-diagnostics=none"]),
  },
  { name: "build", job: "build", check: () => turbo("build", "dependencies-successful") },
  { name: "typecheck", job: "lint", check: () => turbo("typecheck", "dependencies-successful") },
  { name: "lint", job: "lint", check: () => turbo("lint", "dependencies-successful") },
  {
    name: "walls",
    job: "lint",
    check: () => run("depcruise", ["--config", ".dependency-cruiser.mjs", "packages", "apps", "docs"]),
  },
  { name: "unused code", job: "lint", check: () => run("knip", []) },
  { name: "packages", job: "package", check: () => turbo("pack", "dependencies-successful") },
  {
    name: "registries",
    job: "package",
    check: async () =>
      outcomeOf(checkRegistries(root, (await run("npm", ["config", "get", "registry"])).output.trim())),
  },
  { name: "owners", job: "package", check: () => outcomeOf(checkOwners(root)) },
  { name: "changesets", job: "package", check: () => outcomeOf(checkChangesets(root)) },
  { name: "install scripts", job: "package", check: () => outcomeOf(checkInstallScripts(root)) },
  { name: "versions", job: "package", check: () => outcomeOf(checkVersions(root)) },
  { name: "readmes", job: "lint", check: () => outcomeOf(checkReadmes(root)) },
  {
    name: "links",
    job: "lint",
    check: async () => {
      const { output } = await run("git", ["ls-files", "*.md"]);
      return outcomeOf(checkLinks(root, output.trim().split("\n")));
    },
  },
  {
    name: "schemas",
    job: "package",
    check: () => run("node", ["--conditions=@livetriage/source", "tools/schema.ts", "--check"]),
  },
];
