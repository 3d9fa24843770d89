import { splitLines } from "@livetriage/triage-core/text";

/** A key of a YAML document and the words below it. */
export interface YamlList {
  readonly key: string;
  readonly line: number;
  readonly values: readonly string[];
}

/**
 * The lists and scalars of some keys, wherever in a YAML document they stand.
 *
 * Shape:  `command: ["a", "b"]`, `command: a`, or the key alone and `- a` lines below it, nested lists joined by blanks.
 * Errors: anchors, tags and folded blocks are taken as the text that they are.
 * Source: YAML 1.2 as Kubernetes manifests and cloud-config write it.
 */
export function parseYamlLists(text: string, keys: readonly string[]): YamlList[] {
  const lines = splitLines(text);
  return lines.flatMap((raw, index) => {
    const match = /^(\s*(?:- )?)["']?([\w.-]+)["']?\s*:\s*(.*)$/.exec(raw);
    if (match === null || !keys.includes(match[2] as string)) return [];
    const [indent, key, inline] = [
      (match[1] as string).length,
      match[2] as string,
      (match[3] as string).replace(/\s#.*$/, "").trimEnd(),
    ];
    const block = inline === "" || /^[|>]/.test(inline);
    const values = block ? blockValues(lines.slice(index + 1), indent) : flowValues(inline);
    return values.length === 0 ? [] : [{ key, line: index + 1, values }];
  });
}

/** `["a", "b c"]` or one scalar. */
function flowValues(text: string): string[] {
  if (!text.startsWith("[")) return [unquote(text)];
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s[\],"'][^,\]]*)/g)].map(([, double, single, bare]) =>
    (double ?? single ?? bare ?? "").trim(),
  );
}

/** Lines below a key that belong to it: `- value` items, or the text of a block scalar. */
function blockValues(lines: readonly string[], indent: number): string[] {
  const values: string[] = [];
  for (const line of lines) {
    if (/^\s*(#|$)/.test(line)) continue;
    const depth = line.search(/\S/);
    const item = /^\s*-\s+(.*)$/.exec(line);
    if (depth < indent || (depth === indent && item === null)) break;
    const value = item === null ? line.trim() : (item[1] as string);
    values.push(value.startsWith("[") ? flowValues(value).join(" ") : unquote(value.replace(/^-\s+/, "")));
  }
  return values;
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text.trim());
  return quoted === null ? text.trim() : (quoted[2] as string);
}
