import { z } from "zod";
import { sensorConfigSchema } from "../../apps/sensor/src/config/sensor-config.ts";
import { entry, text } from "./manual.ts";

interface KeyDoc {
  readonly name: string;
  readonly doc: string;
  /** As YAML writes it; null where there is none. */
  readonly preset: string | null;
}

/** The keys of the sensor's configuration, as its schema tells them. */
function listKeys(): readonly KeyDoc[] {
  const schema = z.toJSONSchema(sensorConfigSchema, { io: "input", unrepresentable: "any" });
  return Object.entries(schema.properties ?? {}).map(([name, key]) => {
    const { description = "", default: preset } = key as { description?: string; default?: unknown };
    return { name, doc: description, preset: preset === undefined ? null : yamlOf(preset) };
  });
}

const yamlOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** The configuration that a package brings: every key as a comment with what it means. */
export function presetConfig(): string {
  const keys = listKeys().map(({ name, doc, preset }) => `# ${doc}\n#${name}:${preset === null ? "" : ` ${preset}`}\n`);
  const head = "# livetriage-sensor.yaml(5). Every key has a default; files in conf.d/ beside this one add to it.\n";
  return `${head}\n${keys.join("\n")}`;
}

/** The keys as a part of the manual. */
export function configKeys(): string {
  return listKeys()
    .map(({ name, doc, preset }) =>
      entry(`\\fB${text(name)}\\fR${preset === null ? "" : ` (${text(preset)})`}`, `${doc}.`),
    )
    .join("");
}
