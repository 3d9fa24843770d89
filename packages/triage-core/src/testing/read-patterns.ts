import type { HostReader, ReadPart, Result } from "../contract/host-reader.ts";
import { type Ask, interceptHost } from "../host/intercept.ts";
import { partName } from "../reader/protocol-answer.ts";
import type { LosslessString } from "../text/lossless.ts";

/**
 * A test of paths against the `reads` of a phase.
 *
 * Shape: `/proc/[pid]/stat` (a name in brackets is one whole component; `[pid]`, `[tid]` and `[fd]` are digits),
 *        `*`, `?` and `{a,b}` within a component, `/**` for everything below, `~/` for the home of any account. A pattern
 *        also allows a look at the directory that holds it. `PATTERN ->` stands for what a link of that pattern leads to;
 *        `toldBy` are the links that told the path.
 */
export function pathMatcher(
  patterns: readonly string[],
  homes: readonly string[],
): (path: LosslessString, toldBy?: readonly LosslessString[]) => boolean {
  const atHome = (pattern: string) =>
    pattern.startsWith("~/") ? homes.map((home) => home + pattern.slice(1)) : [pattern];
  const whole = patterns.filter((pattern) => !pattern.endsWith(LEADS)).flatMap(atHome);
  const expressions = whole.flatMap((pattern) => [pattern, pattern.replace(/\/[^/]*$/, "") || "/"]).map(toExpression);
  const followed = patterns.flatMap((one) => (one.endsWith(LEADS) ? [toExpression(one.slice(0, -LEADS.length))] : []));
  return (path, toldBy = []) =>
    expressions.some((expression) => expression.test(path)) ||
    followed.some((expression) => toldBy.some((link) => expression.test(link)));
}

const LEADS = " ->";

/** What a watched host tells. */
export interface Watcher {
  /** Every path that is asked for, before the answer. */
  onPath(path: LosslessString): void;
  /** Every link that was read, and where it leads. */
  onLink?(link: LosslessString, target: LosslessString): void;
}

/** A host that tells what it is asked for. */
export function watchHost(inner: HostReader, { onPath, onLink = () => undefined }: Watcher): HostReader {
  const watched = interceptHost(inner, async (ask, passOn) => {
    pathsOf(ask).forEach(onPath);
    const result = await passOn();
    for (const [link, target] of linksOf(ask, result)) onLink(link, target);
    return result;
  });
  const find = inner.find?.bind(inner);
  if (find === undefined) return watched;
  return {
    ...watched,
    find: (spec) => {
      spec.starts.forEach(onPath);
      return find(spec);
    },
  };
}

function pathsOf({ method, path, args }: Ask): readonly LosslessString[] {
  if (method === "probe") return ["/proc/1"];
  if (method !== "readSet") return [path];
  const parts = args[0] as readonly ReadPart[];
  return ["stat", ...parts.map(partName)].map((name) => `${path}/${name}`);
}

function linksOf({ method, path, args }: Ask, result: Result<unknown>): [LosslessString, LosslessString][] {
  if (!result.ok) return [];
  if (method === "readLink") return [[path, result.value as LosslessString]];
  if (method !== "readSet") return [];
  const { parts } = result.value as { readonly parts: readonly Result<unknown>[] };
  return (args[0] as readonly ReadPart[]).flatMap((part, i): [LosslessString, LosslessString][] => {
    const answer = parts[i];
    return "link" in part && answer?.ok === true ? [[`${path}/${part.link}`, answer.value as LosslessString]] : [];
  });
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replace(
    /\/\*\*|\[(\w+)\]|\*|\?|\{([^}]*)\}|[.+^$()|\\]/g,
    (token, name?: string, choices?: string) => {
      if (token === "/**") return "(?:/.*)?";
      if (name !== undefined) return ["pid", "tid", "fd"].includes(name) ? "\\d+" : "[^/]+";
      if (choices !== undefined) return `(?:${choices.split(",").map(escape).join("|")})`;
      if (token === "?") return "[^/]";
      return token === "*" ? "[^/]*" : `\\${token}`;
    },
  );
  return new RegExp(`^${source}$`, "s");
}

function escape(text: string): string {
  return text.replace(/[.+^$()|\\]/g, "\\$&");
}
