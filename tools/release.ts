/** Turns the waiting changesets into versions and changelogs, in the sources too: `npm run release`. */
import { must } from "./check/run.ts";
import { carryVersions } from "./check/versions.ts";
import { root } from "./stamp.mjs";

await must("changeset", ["version"]);
carryVersions(root);
await must("node", ["--conditions=@livetriage/source", "tools/schema.ts", "--release"]);
