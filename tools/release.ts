/** Turns the waiting changesets into versions and changelogs, in the sources too: `npm run release`. */
import { run } from "./check/run.ts";
import { carryVersions } from "./check/versions.ts";
import { root } from "./stamp.mjs";

const SCHEMA = ["--conditions=@livetriage/source", "tools/schema.ts", "--release"];

for (const step of [() => run("changeset", ["version"]), () => carryVersions(root), () => run("node", SCHEMA)]) {
  const outcome = await step();
  if (outcome?.ok !== false) continue;
  process.stderr.write(outcome.output);
  process.exit(1);
}
