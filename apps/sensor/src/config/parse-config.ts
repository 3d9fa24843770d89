import { readYaml } from "@livetriage/proto-types/yaml";
import { busyAboveSchema, type SensorConfig, sensorConfigSchema } from "./sensor-config.ts";

/** A place in the file and what is wrong there: `line 3: budget: must be …`. */
export type ConfigProblem = string;

/** A configuration with what is odd about it, or all that is wrong. */
export type ParsedConfig =
  | {
      readonly ok: true;
      readonly config: SensorConfig;
      /** What the text itself says, without defaults. */
      readonly content: object;
      readonly warnings: readonly ConfigProblem[];
    }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration that a YAML text holds. Keys that are not known are let go with a warning. */
export function parseConfig(text: string): ParsedConfig {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const content = yaml.content as { readonly busy_above?: object };
  const parsed = sensorConfigSchema.safeParse(content);
  if (!parsed.success) return { ok: false, problems: yaml.problems(parsed.error.issues) };
  const odd = [
    { path: [], message: "", keys: unknownKeys(content, sensorConfigSchema.shape) },
    { path: ["busy_above"], message: "", keys: unknownKeys(content.busy_above ?? {}, busyAboveSchema.shape) },
  ];
  return { ok: true, config: parsed.data, content, warnings: yaml.problems(odd) };
}

function unknownKeys(content: object, shape: object): string[] {
  return Object.keys(content).filter((key) => !(key in shape));
}
