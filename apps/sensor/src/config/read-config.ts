import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import { parseConfig } from "./parse-config.ts";
import { isRootsAlone } from "./roots-alone.ts";
import { type SensorConfig, sensorConfigSchema } from "./sensor-config.ts";

/** Beside the configuration: the folder of files that add to it. */
const DROP_INS = "conf.d";

/**
 * The configuration in a file and in `conf.d/*.yaml` beside it, and what is odd about it. The file comes first, then the
 * others by name; a key of a later one takes the place of the same key before it, whole.
 */
export function readConfig(path: string): { readonly config: SensorConfig; readonly warnings: readonly string[] } {
  const problems: string[] = [];
  const warnings: string[] = [];
  const merged = {};
  const files = [path, ...dropInsOf(path)];
  for (const file of files) {
    const parsed = parseConfig(textOf(file));
    const told = parsed.ok ? warnings : problems;
    told.push(...(parsed.ok ? parsed.warnings : parsed.problems).map((problem) => `${file}: ${problem}`));
    if (parsed.ok) Object.assign(merged, parsed.content);
  }
  if ("phase_modules" in merged) problems.push(...files.filter((file) => !isRootsAlone(statSync(file))).map(notAlone));
  if (problems.length > 0) throw new Exit(EXIT.config, problems.join("\n"));
  return { config: sensorConfigSchema.parse(merged), warnings };
}

const notAlone = (file: string) =>
  `${file}: phase_modules: with them, this file must be root's and nobody else's to write`;

function dropInsOf(path: string): string[] {
  const folder = join(dirname(path), DROP_INS);
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    return names.toSorted().map((name) => join(folder, name));
  } catch (error) {
    if (reasonOf(error) === "ENOENT") return [];
    throw new Exit(EXIT.noInput, `${folder} cannot be read (${reasonOf(error)})`);
  }
}

function textOf(path: string): string {
  try {
    if (!statSync(path).isFile()) throw new Error("not a regular file"); // a FIFO would have us wait for its writer
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Exit(EXIT.noInput, `${path} cannot be read (${reasonOf(error)})`);
  }
}
