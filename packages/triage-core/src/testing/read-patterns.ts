import type { HostReader, ReadPart } from "../contract/host-reader.ts";
import { type Ask, interceptHost } from "../host/intercept.ts";
import type { LosslessString } from "../text/lossless.ts";

/**
 * A test of paths against the `reads` of a phase.
 *
 * Shape: `/proc/[pid]/stat` (a name in brackets is one whole component; `[pid]`, `[tid]` and `[fd]` are digits),
 *        `*`, `?` and `{a,b}` within a component, `/**` for everything below, `~/` for the home of any account. A pattern
 *        also allows a look at the directory that holds it.
 */
export function pathMatcher(patterns: readonly string[], homes: readonly string[]): (path: LosslessString) => boolean {
  const atHome = (pattern: string) =>
    pattern.startsWith("~/") ? homes.map((home) => home + pattern.slice(1)) : [pattern];
  const whole = patterns.flatMap(atHome);
  const expressions = whole.flatMap((pattern) => [pattern, pattern.replace(/\/[^/]*$/, "") || "/"]).map(toExpression);
  return (path) => expressions.some((expression) => expression.test(path));
}

/** A host that tells every path it is asked for before it answers. */
export function watchHost(inner: HostReader, onPath: (path: LosslessString) => void): HostReader {
  const watched = interceptHost(inner, (ask, passOn) => {
    pathsOf(ask).forEach(onPath);
    return passOn();
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

function partName(part: ReadPart): string {
  return "file" in part
    ? part.file
    : "link" in part
      ? part.link
      : "stat" in part
        ? part.stat
        : "links" in part
          ? part.links
          : part.hash;
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replace(
    /\/\*\*|\[(\w+)\]|\*|\?|\{([^}]*)\}|[.+^$()|\\]/g,
    (token, name?: string, choices?: string) => {
      if (token === "/**") return "(?:/.*)?";
      if (name !== undefined) return ["pid", "tid", "fd"].includes(name) ? "\\d+" : "[^/]+";
      if (choices !== undefined) return `(?:${choices.split(",").map(escape).join("|")})`;
      return token === "*" ? "[^/]*" : token === "?" ? "[^/]" : `\\${token}`;
    },
  );
  return new RegExp(`^${source}$`, "s");
}

function escape(text: string): string {
  return text.replace(/[.+^$()|\\]/g, "\\$&");
}
