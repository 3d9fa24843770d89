import { isNode, LineCounter, parseDocument } from "yaml";
import { type SensorConfig, sensorConfigSchema } from "./sensor-config.ts";

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
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) => `line ${offset === undefined ? 1 : lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return { ok: false, problems: document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`) };
  }
  const place = (path: readonly PropertyKey[]): string => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node)) return `${at(node.range?.[0])}: ${path.map(String).join(".")}`;
    }
    return `line 1: ${path.length === 0 ? "the file" : path.map(String).join(".")}`;
  };
  const content = (document.toJS() ?? {}) as object;
  const parsed = sensorConfigSchema.safeParse(content);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map(({ path, message }) => `${place(path)}: ${message}`) };
  }
  const unknown = Object.keys(content).filter((key) => !(key in sensorConfigSchema.shape));
  return { ok: true, config: parsed.data, content, warnings: unknown.map((key) => `${place([key])}: unknown key`) };
}
