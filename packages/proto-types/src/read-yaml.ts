import { type Document, isAlias, isNode, LineCounter, parseDocument, visit, type YAMLParseError } from "yaml";

/** What a schema says is wrong, as zod tells it. */
interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** Keys below the path that are not known. */
  readonly keys?: readonly string[];
}

/** What a configuration file holds, and where; or what keeps it from being read, a line for each: `line 3: …`. */
export type ReadYaml =
  | {
      readonly ok: true;
      readonly content: unknown;
      /** `line 3: budget: must be …` for each, from the top down. */
      problems(issues: readonly Issue[]): string[];
    }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Read a configuration file: YAML without aliases, by which a small file can grow without bounds. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line);
  if (document.errors.length > 0) {
    const sentenceOf = ({ code, pos, message }: YAMLParseError) =>
      code === "DUPLICATE_KEY" ? `${keyAt(text, pos[0])}: is there twice` : message;
    return {
      ok: false,
      problems: document.errors.map((error) => `line ${lineAt(error.pos[0])}: ${sentenceOf(error)}`),
    };
  }
  const alias = firstAlias(document);
  if (alias !== null) return { ok: false, problems: [`line ${lineAt(alias)}: aliases are not taken`] };
  const lineOf = (path: readonly PropertyKey[]): number => {
    const node = document.getIn(path, true);
    if (isNode(node) && node.range) return lineAt(node.range[0]);
    return path.length === 0 ? lineAt(undefined) : lineOf(path.slice(0, -1)); // a key that is missing: where it belongs
  };
  const tell = (path: readonly PropertyKey[], message: string) => ({
    line: lineOf(path),
    text: `${path.map(String).join(".") || "the file"}: ${message}`,
  });
  return {
    ok: true,
    content: document.toJS() ?? {},
    problems: (issues) =>
      issues
        .flatMap(({ path, message, keys }) =>
          keys === undefined ? [tell(path, message)] : keys.map((key) => tell([...path, key], "unknown key")),
        )
        .toSorted((a, b) => a.line - b.line)
        .map(({ line, text }) => `line ${line}: ${text}`),
  };
}

/** The key that begins there, as it is written. */
function keyAt(text: string, offset: number): string {
  return /^"[^"]*"|^'[^']*'|^[^:\n]+/.exec(text.slice(offset))?.[0] ?? "a key";
}

/** Place of the first alias. */
function firstAlias(document: Document): number | null {
  let place: number | null = null;
  visit(document, (_, node) => {
    if (!isAlias(node)) return undefined;
    place = node.range?.[0] ?? 0;
    return visit.BREAK;
  });
  return place;
}
