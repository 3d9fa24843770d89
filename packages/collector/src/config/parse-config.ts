import { readYaml } from "@livetriage/proto-types/yaml";
import { type CollectorConfig, collectorConfig } from "./collector-config.ts";

export type ParsedConfig =
  | { readonly ok: true; readonly config: CollectorConfig }
  /** `line 3: KEY: what is wrong`, one line each. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Parse `collector.yaml`; every problem names its line and its key. */
export function parseConfig(text: string): ParsedConfig {
  const yaml = readYaml(text);
  if (!yaml.ok) return yaml;
  const parsed = collectorConfig.safeParse(yaml.content);
  return parsed.success
    ? { ok: true, config: parsed.data }
    : { ok: false, problems: yaml.problems(parsed.error.issues) };
}
