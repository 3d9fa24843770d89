/** Bundles the recorder and its reader into one file each: `node bundle.ts DIRECTORY`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const [, , directory = "."] = process.argv;
const here = import.meta.dirname;
const ENTRIES = [
  ["record.ts", "record.mjs", "es"],
  ["../../packages/triage-core/src/reader/main.ts", "reader.cjs", "cjs"],
] as const;

for (const [entry, file, format] of ENTRIES) {
  const build = await rolldown({
    input: join(here, entry),
    platform: "node",
    resolve: { conditionNames: ["@livetriage/source", "import", "node", "default"] },
    onLog: (level, log) => {
      throw new Error(`${level}: ${log.message}`);
    },
  });
  const { output } = await build.generate({ format, codeSplitting: false });
  writeFileSync(join(directory, file), output[0].code);
}
