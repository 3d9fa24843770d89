import { readFileSync } from "node:fs";
import { EXIT, Exit, reasonOf } from "../exit.ts";
import { parseConfig } from "./parse-config.ts";
import type { SensorConfig } from "./sensor-config.ts";

/** Where the configuration is looked for when `--config` does not say. */
export const DEFAULT_CONFIG = "/etc/livetriage/sensor.yaml";

/** The configuration in a file, and what is odd about it. */
export function readConfig(path: string): { readonly config: SensorConfig; readonly warnings: readonly string[] } {
  const parsed = parseConfig(textOf(path));
  if (parsed.ok) return parsed;
  throw new Exit(EXIT.config, parsed.problems.map((problem) => `${path}: ${problem}`).join("\n"));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Exit(EXIT.noInput, `${path} cannot be read (${reasonOf(error)})`);
  }
}
