import { type Document, isAlias, isNode, LineCounter, parseDocument, visit } from "yaml";
import { type CollectorConfig, collectorConfig } from "./collector-config.ts";

export type ParsedConfig =
  | { readonly ok: true; readonly config: CollectorConfig }
  /** `LINE: KEY: what is wrong`, one line each. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Parse `collector.yaml`; every problem names its line and its key. */
export function parseConfig(text: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "silent" });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((e) => `${e.linePos?.[0].line ?? 1}: ${e.message.split("\n")[0]}`),
    };
  }
  const alias = firstAlias(document);
  if (alias !== null) return { ok: false, problems: [`${lines.linePos(alias).line}: aliases are not taken`] };
  const parsed = collectorConfig.safeParse(document.toJS() ?? {});
  if (parsed.success) return { ok: true, config: parsed.data };

  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    return path.length === 0 ? 1 : lineOf(path.slice(0, -1)); // a key that is missing: where it belongs
  };
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: "not known" }))
      : [{ path: issue.path, message: issue.message }],
  );
  return { ok: false, problems: problems.map(({ path, message }) => `${lineOf(path)}: ${path.join(".")}: ${message}`) };
}

/** Place of the first alias: a small file can grow without bounds by them. */
function firstAlias(document: Document): number | null {
  let place: number | null = null;
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined;
    place = node.range?.[0] ?? 0;
    return visit.BREAK;
  });
  return place;
}
