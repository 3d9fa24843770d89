import { readYaml } from "@livetriage/proto-types";
import { type SensorConfig, sensorConfigSchema } from "./sensor-config.ts";

/** A place in the file and what is wrong there: `line 3: budget: must be …`. */
export type ConfigProblem = string;

/** A configuration with what is odd about it, or all that is wrong. */
export type ParsedConfig =
  | { readonly ok: true; readonly config: SensorConfig; readonly warnings: readonly ConfigProblem[] }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration that a YAML text holds. Keys that are not known are let go with a warning. */
export function parseConfig(text: string): ParsedConfig {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const parsed = sensorConfigSchema.safeParse(yaml.content);
  if (!parsed.success) return { ok: false, problems: yaml.problems(parsed.error.issues) };
  const keys = Object.keys(yaml.content as object).filter((key) => !(key in sensorConfigSchema.shape));
  return { ok: true, config: parsed.data, warnings: yaml.problems([{ path: [], message: "", keys }]) };
}
