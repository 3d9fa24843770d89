/** One component of a pattern: a name (`**` is any depth) or an expression. */
export type GlobPart = string | RegExp;

/**
 * A glob as its components, one list for each way to read its braces.
 *
 * Shape: `/etc/rc.{local,d}/*.sh` gives `etc, rc.local, /^.*\.sh$/` and `etc, rc.d, …`. `*` also matches hidden names.
 */
export function parseGlob(pattern: string): GlobPart[][] {
  return expandBraces(pattern).map((path) =>
    path
      .split("/")
      .filter((part) => part !== "")
      .map(toPart),
  );
}

/** `a{b,c}d` is `abd` and `acd`. */
function expandBraces(pattern: string): string[] {
  const match = /\{([^{}]*)\}/.exec(pattern);
  if (match === null) return [pattern];
  const [before, after] = [pattern.slice(0, match.index), pattern.slice(match.index + match[0].length)];
  return (match[1] as string).split(",").flatMap((choice) => expandBraces(before + choice + after));
}

function toPart(part: string): GlobPart {
  if (part === "**" || !/[*?[]/.test(part)) return part;
  const source = part.replace(/\[[^\]]+\]|[*?.+^$()|\\]/g, (token) => {
    if (token.startsWith("[")) return token;
    return token === "*" ? ".*" : token === "?" ? "." : `\\${token}`;
  });
  return new RegExp(`^${source}$`, "s");
}
